"""Reading a whole folder: never more than values or faults, whatever stands in it."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.settings.read import example_files

NAMES = sorted(name for name in example_files() if not name.startswith("frameworks/"))


def test_a_right_folder_gives_everything(folder):
    """Boards, schedules, calendars by board, frameworks, the service, and the hash."""
    found = folder.read()
    assert list(found.boards) == list(found.schedules) == list(found.calendars) == ["humberside"]
    assert found.frameworks["success-criteria-2008"].criterion("4").tests[1].startswith("is jointly agreed")
    assert found.folder == folder.path
    assert found.warnings == ()
    assert len(found.hash) == 64


def test_every_prefix_of_a_file_is_read_or_refused(folder):
    """A file caught half-written gives values or faults, never a crash; a cut of the last comment is still right."""
    text = (folder.path / "schedules.toml").read_bytes()
    refused = 0
    for end in range(0, len(text), 41):
        folder.write("schedules.toml", text[:end])
        refused += any(one.level == "error" for one in folder.problems())
    assert refused > 10


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(NAMES), st.data())
def test_any_damage_is_read_or_refused(folder, name, data):
    """Lines lost, doubled, swapped or overwritten: each fault has a file, a message and what would be right."""
    original = example_files()[name]
    lines = original.decode().splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.integers(0, len(lines) - 1))
        junk = data.draw(
            st.sampled_from(["", "x = 1", "[[post]]", 'id = "x"', "= 3", "to = 5", "[calendar]", "name = {}"])
        )
        lines[at] = data.draw(st.sampled_from([junk, lines[other], lines[at] + " " + lines[other], lines[at][1:]]))
    folder.write(name, "\n".join(lines))
    try:
        for problem in folder.problems():
            assert problem.file
            assert problem.wrong
            assert str(problem).isprintable()
    finally:
        folder.write(name, original)


values = st.recursive(
    st.none().map(lambda _: True) | st.integers() | st.text(max_size=5) | st.just("owners") | st.just("-14d"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "from", "to"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(NAMES), st.data())
def test_any_value_in_any_place_is_read_or_refused(folder, name, data):
    """Whatever TOML value stands where another is meant, the fault is named and nothing breaks."""
    import tomllib

    from milestones.settings.faults import Sheet, settle
    from milestones.settings.schema import STAND_INS, BoardFile, SchedulesFile
    from milestones.settings.service import ServiceFile

    raw = tomllib.loads(example_files()[name].decode())
    here = raw
    while True:
        places = list(here) if isinstance(here, dict) else range(len(here))
        place = data.draw(st.sampled_from(list(places)))
        inner = here[place]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            here[place] = data.draw(values)
            break
        here = inner
    model = {"service.toml": ServiceFile, "schedules.toml": SchedulesFile}.get(name, BoardFile)
    settled = settle(model, Sheet(name, raw, {}), STAND_INS)
    assert settled.problems or settled.value == model.model_validate(raw)


def test_vacant_posts_are_known_by_the_day(folder):
    """With `today`, a post whose holders have all gone, or not yet come, is a warning."""
    folder.change("boards/humberside.toml", "from = 2020-04-01", "from = 2020-04-01\nuntil = 2026-11-30")
    assert folder.said(today=date(2026, 11, 30)) == []
    (said,) = folder.said(today=date(2026, 12, 1))
    assert "nobody holds `strategic-lead` on 2026-12-01" in said
