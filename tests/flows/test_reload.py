"""An edited configuration: taken over whole or not at all, told once, and never firing for the past."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from world import SCHEDULES, World

from milestones.flows import look as looking
from milestones.flows.house import House
from milestones.flows.reload import Rejected, look, take_note, tell
from milestones.store import occurrences, queries

ENVIRON = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two"}
NEW_RULE = '[[reminder]]\nid = "second"\nwhen = "+2wd"\nto = ["owners"]\n'
SMALL = """\
schema = 1
[calendar]
bank_holidays = "GB-ENG"
[[reminder]]
id = "due"
when = "0d"
to = ["owners"]
"""


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path) as world:
        yield world


def loaded(world) -> list[dict]:
    """The events that tell of a configuration."""
    return [event["data"] for event in looking.events(world.house) if event["type"] == "configuration_loaded"]


def edit(world, text: str, name: str = "schedules.toml") -> None:
    (world.config_folder / name).write_text(text)


async def reloaded(world) -> House:
    """Take over what the files say now."""
    found = look(world.house, ENVIRON)
    assert isinstance(found, House), found
    take_note(found, world.clock.now())
    world.house = found
    return found


async def test_files_that_did_not_change_give_the_house_itself(world):
    """Looking again costs nothing and swaps nothing."""
    assert look(world.house, ENVIRON) is world.house


async def test_a_good_edit_gives_another_house_and_leaves_the_old_one_whole(world):
    """A step that runs with the old house ends with the old rules; database and clock go over."""
    old = world.house
    edit(world, SCHEDULES + NEW_RULE)
    new = look(old, ENVIRON)
    assert isinstance(new, House)
    assert (new.database, new.clock) == (old.database, old.clock)
    assert "second" in {rule.id for rule in new.config.schedules["wold"].rules}
    assert "second" not in {rule.id for rule in old.config.schedules["wold"].rules}


async def test_a_reload_is_an_event_with_the_hash_and_the_rules_added(world):
    """The log says which configuration ran from when; letters record the same hash."""
    take_note(world.house, None)
    edit(world, SCHEDULES + NEW_RULE)
    new = await reloaded(world)
    assert loaded(world)[-1] == {"hash": new.config.hash, "rules_added": ["wold:second"]}
    assert world.audit_faults() == []


async def test_the_same_configuration_is_noted_once(world):
    """Two processes that see one edit, or a service that starts again, write one event."""
    take_note(world.house, None)
    assert take_note(world.house, world.clock.now()) == ()
    assert len(loaded(world)) == 1


async def test_an_added_rule_never_fires_for_the_past(world):
    """The milestone is past +2wd when the rule comes: nothing by it; the next milestone gets it."""
    take_note(world.house, None)
    world.agreed("Early", due="2027-01-11", owner="inspector")
    world.agreed("Late", due="2027-01-25", owner="sergeant")
    await world.advance_to("2027-01-14 12:00")
    edit(world, SCHEDULES + NEW_RULE)
    await reloaded(world)
    await world.advance_to("2027-01-28 12:00")
    assert [letter.post for letter in world.letters() if "second" in (letter.rule or "")] == ["sergeant"]


async def test_an_added_rule_does_not_reach_back_for_a_plan_that_was_agreed_long_ago(world):
    """A plan imported after the reload, agreed months before, is not chased by instants before the rule existed."""
    take_note(world.house, None)
    await world.advance_to("2027-01-20 12:00")
    edit(world, SMALL + NEW_RULE)
    await reloaded(world)
    world.agreed("Old", due="2027-01-11", owner="inspector", on="2027-01-04")
    await world.advance_to("2027-01-21 12:00")
    assert [letter.rule for letter in world.letters("reminder")] == []


async def test_a_restart_after_an_edit_counts_as_a_reload(world):
    """The rules of the last run are remembered: one added while nothing ran counts from the start of the next."""
    take_note(world.house, None)
    edit(world, SCHEDULES + NEW_RULE)
    await world.restart()
    assert take_note(world.house, world.clock.now()) == ("wold:second",)
    with world.house.database.reading() as session:
        assert occurrences.rule_since(session) == {"wold": {"second": world.clock.now().astimezone(UTC)}}


async def test_a_rule_taken_out_and_put_back_counts_from_its_return(world):
    """What it would have sent meanwhile is past."""
    take_note(world.house, None)
    edit(world, SMALL)
    await reloaded(world)
    await world.advance_to("2027-01-12 12:00")
    edit(world, SCHEDULES)
    await reloaded(world)
    assert loaded(world)[-1]["rules_added"] == [
        "wold:fortnight",
        "wold:joint",
        "wold:line-manager",
        "wold:overdue",
        "wold:weekly",
    ]
    with world.house.database.reading() as session:
        assert occurrences.rule_since(session)["wold"]["overdue"] == datetime(2027, 1, 12, 12, tzinfo=UTC)


async def test_the_first_configuration_of_a_database_adds_nothing(world):
    """On a fresh database every rule counts from the agreement day."""
    assert take_note(world.house, world.clock.now()) == ()
    with world.house.database.reading() as session:
        assert occurrences.rule_since(session) == {}
        assert json.loads(queries.meta(session, "config.rules"))["wold"]


async def test_a_bad_edit_is_named_by_file_and_line(world):
    """What `/healthz` and the notice say first."""
    edit(world, SCHEDULES.replace('to = ["board"]', 'to = ["boardd"]'))
    found = look(world.house, ENVIRON)
    assert isinstance(found, Rejected)
    line = SCHEDULES.splitlines().index('to = ["board"]') + 1
    assert found.detail.startswith(f"schedules.toml:{line}: ")


async def test_every_half_written_file_is_refused_or_whole_in_itself(world):
    """B55: at each byte prefix nothing is raised, and what is taken over is what `check` would accept."""
    edit(world, SMALL)
    await reloaded(world)
    taken = []
    for length in range(len(SMALL)):
        edit(world, SMALL[:length])
        found = look(world.house, ENVIRON)
        if isinstance(found, Rejected):
            assert found.faults
            assert all(fault.file == "schedules.toml" for fault in found.faults), found.detail
        else:
            taken.append(SMALL[:length])
    # Only a prefix that ends at the end of a line, before a rule is begun, says something complete; or the whole.
    begun = SMALL.index("[[reminder]]")
    ends = {SMALL[:length].rstrip("\n") for length in range(begun) if SMALL[length] == "\n"}
    assert {text.rstrip("\n") for text in taken} == ends | {SMALL.rstrip("\n")}
    edit(world, SMALL)
    assert look(world.house, ENVIRON) is world.house


async def test_the_same_fault_is_the_same_content_and_another_fault_another(world):
    """The hash by which it is logged and told once."""
    edit(world, "schema = 1\nnonsense")
    first, again = look(world.house, ENVIRON), look(world.house, ENVIRON)
    edit(world, "schema = 1\nnonsense at all")
    other = look(world.house, ENVIRON)
    assert first.content == again.content != other.content


async def test_the_coordinator_gets_one_notice_for_each_content(world):
    """Told twice, or by two processes, it is one letter; another fault is another."""
    for text in ("schema = 1\nnonsense", "schema = 1\nnonsense", "schema = 1\nmore nonsense"):
        edit(world, text)
        tell(world.house, look(world.house, ENVIRON))
    await world.tick()
    notices = world.letters("notice")
    assert [notice.post for notice in notices] == ["prevent-coordinator"] * 2
    assert "schedules.toml:2" in notices[0].text


async def test_a_notice_goes_to_whoever_covers_a_vacant_coordinator(world):
    """An edit that is refused while nobody keeps the programme is told to the next who can mend it."""
    world.posts["prevent-coordinator"]["holders"] = [
        {"email": "gone@council.example", "from": "2020-01-01", "until": "2026-12-31"}
    ]
    world.write_config()
    await world.restart()
    edit(world, "schema = 1\nnonsense")
    tell(world.house, look(world.house, ENVIRON))
    await world.tick()
    assert "prevent-coordinator" not in {notice.post for notice in world.letters("notice")}


async def test_a_template_at_fault_keeps_the_old_ones(world):
    """Beside `config/`: a template that cannot be compiled is refused with its line, a sound one is taken over."""
    own = world.folder / "templates" / "reminder"
    own.mkdir(parents=True)
    (own / "subject.txt.j2").write_text("{% if %}")
    found = look(world.house, ENVIRON)
    assert isinstance(found, Rejected)
    assert found.detail.startswith("templates/reminder/subject.txt.j2:1: ")
    sound = world.house.templates.sources["reminder/subject.txt.j2"]
    (own / "subject.txt.j2").write_text(sound + "{# ours #}")
    new = look(world.house, ENVIRON)
    assert isinstance(new, House)
    assert new.templates.sources["reminder/subject.txt.j2"].endswith("{# ours #}")


async def test_a_missing_file_keeps_the_last_good_configuration(world):
    """C03: an editor, or a deployment, that takes the file away for a moment."""
    (world.config_folder / "schedules.toml").unlink()
    found = look(world.house, ENVIRON)
    assert isinstance(found, Rejected)
    assert "schedules.toml" in found.detail


@pytest.mark.parametrize("fault", ["database", "key"])
async def test_what_a_running_service_holds_on_to_cannot_be_edited_away(world, fault):
    """Another database, or no key any more, needs a restart: refused, and said so."""
    environ = dict(ENVIRON)
    if fault == "database":
        service = (world.config_folder / "service.toml").read_text()
        edit(world, service + '[database]\nurl = "sqlite:///elsewhere.db"\n', "service.toml")
    else:
        del environ["MILESTONES_SECRET_KEY"]
        edit(world, SCHEDULES + NEW_RULE)
    found = look(world.house, environ)
    assert isinstance(found, Rejected)
    assert ("database.url" if fault == "database" else "MILESTONES_SECRET_KEY") in found.detail


async def test_a_new_board_is_no_added_rule(world):
    """Its milestones are chased from their agreement, like those of a fresh database."""
    take_note(world.house, None)
    board = (world.config_folder / "boards/wold.toml").read_text()
    edit(
        world,
        board.replace('prefix = "WLD"', 'prefix = "MOOR"').replace("Wold Prevent", "Moor Prevent"),
        "boards/moor.toml",
    )
    await reloaded(world)
    assert loaded(world)[-1]["rules_added"] == []
