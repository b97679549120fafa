"""The line finder agrees with tomllib on what is there, finds each key's line, and never fails on any text."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.settings.lines import line_at, lines_of
from milestones.settings.read import example_files

MANY_SHAPES = '''# a comment with [brackets] and "quotes"
top = 1
"quoted key" = "a # no comment"
dotted.key.here = true

[table]
text = """
not = "a key"
[nor.a.table]
"""
literal = \'\'\'
x = 1\'\'\'
list = [
  1, # one
  [2, 3],
  { in = "line", deep = { er = 2 } },
]

[[array]]
id = "first"
[[array.child]]
n = 1
[[array]]
id = "second"
[[array.child]]
n = 2
[[array.child]]
n = 3
[array.sub]
m = "\\"]"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("top",), 2),
        (("quoted key",), 3),
        (("dotted",), 4),
        (("dotted", "key", "here"), 4),
        (("table",), 6),
        (("table", "text"), 7),
        (("table", "literal"), 11),
        (("table", "list"), 13),
        (("table", "list", 0), 14),
        (("table", "list", 1), 15),
        (("table", "list", 1, 1), 15),
        (("table", "list", 2, "in"), 16),
        (("table", "list", 2, "deep", "er"), 16),
        (("array",), 19),
        (("array", 0), 19),
        (("array", 0, "child", 0, "n"), 22),
        (("array", 1), 23),
        (("array", 1, "id"), 24),
        (("array", 1, "child", 0, "n"), 26),
        (("array", 1, "child", 1, "n"), 28),
        (("array", 1, "sub", "m"), 30),
    ],
)
def test_each_key_has_its_line(path, line):
    """Tables, arrays of tables, dotted and quoted keys, lists and inline tables, past strings over many lines."""
    assert lines_of(MANY_SHAPES)[path] == line


def test_what_is_not_there_has_the_line_of_what_is_around_it():
    """A missing key is shown at the head of its table; what has nothing around it has no line."""
    lines = lines_of(MANY_SHAPES)
    assert line_at(lines, ("array", 1, "missing")) == 23
    assert line_at(lines, ("elsewhere",)) is None


def paths(value, path=()):
    """Give the path of every key and list element in `value`."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from paths(inner, (*path, key))


@pytest.mark.parametrize("name", sorted(example_files()))
def test_every_path_of_the_example_has_a_line(name):
    """Whatever tomllib reads from the example, the finder has seen too."""
    text = example_files()[name].decode()
    assert set(paths(tomllib.loads(text))) <= set(lines_of(text))


def written(value):
    """Write a value in TOML, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return (
            '"' + "".join(f"\\U{ord(one):08X}" if one in '"\\' or not one.isprintable() else one for one in value) + '"'
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return "{" + ", ".join(f"{written(key)} = {written(one)}" for key, one in value.items()) + "}"


keys = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
values = st.recursive(
    st.booleans() | st.integers() | keys,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(keys, values, max_size=4), st.integers(0, 3))
def test_every_path_of_any_file_has_its_line(content, blank):
    """Whatever keys and values: as many paths as tomllib reads, each on the line on which it was written."""
    gap = "\n" * blank
    text = "".join(f"{written(key)} = {written(value)}\n{gap}" for key, value in content.items())
    assert tomllib.loads(text) == content
    lines = lines_of(text)
    assert set(paths(content)) == set(lines)
    for number, key in enumerate(content):
        assert lines[key,] == 1 + number * (1 + blank)


@given(st.text())
def test_any_text_is_survived(text):
    """No text makes it raise, whether tomllib takes it or not; what it names are lines of the text."""
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())


@given(st.text(alphabet='[]{}="\'\\,.#\n\r ab1"""'))
def test_any_heap_of_marks_is_survived(text):
    """Nor does a heap of TOML's own marks; and what tomllib takes is found whole."""
    lines = lines_of(text)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert set(paths(content)) <= set(lines)


def test_deep_nesting_ends():
    """A hundred thousand brackets neither overflow the stack nor take long."""
    assert all(line == 1 for line in lines_of("a = " + "[" * 100_000).values())
