"""The sandbox that templates run in, their styles, and the trial that finds their faults with file and line."""

from __future__ import annotations

import re

import pytest
from jinja2 import DictLoader, TemplateError, UndefinedError
from jinja2.exceptions import SecurityError

from milestones.domain.letter import Kind
from milestones.mail.letter import samples
from milestones.mail.letter.templates import PARTS, StyleSheet, Templates, sandbox
from milestones.mail.letter.trial import Fault, faults_in
from tests.templates_on_disk import shipped_sources

ITEM = samples.FORM


def rendered(source, name="x.html.j2", **values):
    """One template of the sandbox, rendered."""
    return sandbox(DictLoader({name: source})).get_template(name).render(values)


def with_changed(path, source=None, *, before=None, after=None):
    """The shipped templates with one file replaced, removed, or changed in one place."""
    sources = dict(shipped_sources())
    if before is not None:
        assert before in sources[path]
        source = sources[path].replace(before, after)
    if source is None:
        del sources[path]
    else:
        sources[path] = source
    return sources


def line_of(path, text):
    """The line of a shipped template where `text` first stands."""
    return shipped_sources()[path].partition(text)[0].count("\n") + 1


def test_the_shipped_templates_have_no_fault():
    """What ships passes its own trial."""
    assert faults_in(shipped_sources()) == ()


def test_every_kind_has_its_folder_with_its_parts():
    """One folder a kind, three files each."""
    assert {f"{kind}/{part}" for kind in Kind for part in PARTS} <= set(shipped_sources())


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ item.__class__.__init__.__globals__ }}",
        "{{ item.__slots__ }}",
        "{{ item['__class__'] }}",
        "{{ ('%s'|format) }}",
        "{{ '{0.__class__}'.format(item) }}",
        "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ lipsum.__globals__ }}",
        "{{ items.append(1) }}",
        "{{ items|map('upper') }}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{{ item|attr('__class__') }}",
        "{{ item|safe }}",
        "{{ item|tojson }}",
        "{{ 'https://x.example'|urlize }}",
        "{% include 'milestones/secret' %}",
    ],
)
def test_a_template_reaches_nothing_but_its_values(source):
    """A22: no way out of the sandbox, no filter that marks words as safe, no global, no file."""
    with pytest.raises((SecurityError, TemplateError)):
        rendered(source, item=ITEM, items=[1])


def test_a_template_cannot_change_what_it_is_given():
    """Values are shared by the parts of a letter."""
    with pytest.raises(SecurityError):
        rendered("{{ facts.clear() }}", facts={"a": 1})


def test_html_is_escaped_by_the_suffix_and_text_is_not():
    """`x.html.j2` escapes, `x.txt.j2` does not."""
    assert rendered("{{ a }}", a="<b>&'\"") == "&lt;b&gt;&amp;&#39;&#34;"
    assert rendered("{{ a }}", "x.txt.j2", a="<b>") == "<b>"


def test_an_unknown_name_is_an_error():
    """A misspelt field never prints as nothing."""
    with pytest.raises(UndefinedError):
        rendered("{{ item.titel }}", item=ITEM)
    with pytest.raises(UndefinedError):
        rendered("{{ lettre }}")


@pytest.mark.parametrize(
    "how", ["{% from 'x.txt.j2' import show %}", "{% import 'x.txt.j2' as x %}", "{% include 'x.txt.j2' %}"]
)
def test_html_never_takes_in_plain_text_templates(how):
    """A macro of a text template called from HTML would come back unescaped and marked as safe."""
    loader = DictLoader({"a.html.j2": how, "x.txt.j2": "{% macro show(a) %}{{ a }}{% endmacro %}"})

    with pytest.raises(TemplateError, match="may not use"):
        sandbox(loader).get_template("a.html.j2").render()


class TestStyles:
    """The style sheet, written into the elements once."""

    def test_classes_become_styles_and_lines_stay(self):
        """An element has its declarations, and its class only where a media rule needs it."""
        style = StyleSheet.of(".a { color: red; }\n.a, .b { margin: 0 4px }\n@media (x) { .b { color: blue } }")

        assert style.written_into('<p class="a">\n<p class="a b">') == (
            '<p style="color:red;margin:0 4px">\n<p class="b" style="color:red;margin:0 4px;margin:0 4px">'
        )

    def test_the_rest_goes_into_the_head(self):
        """Media rules cannot be written into elements."""
        style = StyleSheet.of(
            "/* @media in a comment */ .a { b: c }\n@media (x) {\n  .a { color: blue !important }\n}\n"
        )

        assert style.written_into("<style></style>") == "<style>@media (x){.a{color:blue !important}}</style>"

    def test_every_colour_can_be_read(self):
        """WCAG AA: 4.5 to 1 for text, on white and on the dark background."""
        sheet = shipped_sources()["frame.css"]
        light, _, dark = sheet.partition("@media")

        for part, paper in ((light, "#ffffff"), (dark, "#121314")):
            inks = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", part.split("*/")[-1]))
            assert inks
            assert [ink for ink in inks if contrast(ink, paper) < 4.5] == []


def contrast(one, other):
    """WCAG 2 contrast ratio of two colours."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    return (max(lights) + 0.05) / (min(lights) + 0.05)


class TestFaults:
    """What `check` prints."""

    @pytest.mark.parametrize(
        ("sources", "file", "line", "wrong"),
        [
            (with_changed("reminder/body.txt.j2"), "reminder/body.txt.j2", 1, "it is missing"),
            (with_changed("frame.css"), "frame.css", 1, "it is missing"),
            (
                with_changed("remainder/body.txt.j2", "x"),
                "remainder/body.txt.j2",
                1,
                "'remainder' is no kind of letter",
            ),
            (
                with_changed("notice/body.txt.j2", '{% extends "frame.txt.j2" %}\n{% block opening %}\n{{ x \n'),
                "notice/body.txt.j2",
                3,
                "unexpected end of template",
            ),
            (
                with_changed("notice/subject.txt.j2", "a\nb {{ facts.headlin }}"),
                "notice/subject.txt.j2",
                2,
                "no attribute 'headlin'",
            ),
            (
                with_changed("notice/subject.txt.j2", "{{ facts.headline|nosuch }}"),
                "notice/subject.txt.j2",
                1,
                "nosuch",
            ),
            (with_changed("notice/subject.txt.j2", "{{ facts.headline|safe }}"), "notice/subject.txt.j2", 1, "safe"),
            (
                with_changed("frame.html.j2", before='class="cut"', after='class="cutt"'),
                "frame.html.j2",
                line_of("frame.html.j2", 'class="cut"'),
                "class 'cutt' has no style",
            ),
            (
                with_changed(
                    "notice/body.html.j2",
                    before="{{ line }}",
                    after="{% autoescape false %}{{ line }}{% endautoescape %}",
                ),
                "notice/body.html.j2",
                6,
                "escaping may not be switched",
            ),
            (
                with_changed("notice/body.html.j2", before="parts.html.j2", after="parts.txt.j2"),
                "notice/body.html.j2",
                2,
                "may not use parts.txt.j2",
            ),
            (
                with_changed("frame.txt.j2", before="{{ reply_line }}", after="Reply here"),
                "reminder/body.txt.j2",
                1,
                "a reply could not be cut off",
            ),
            (
                with_changed("notice/body.txt.j2", before='{% extends "frame.txt.j2" %}', after=""),
                "notice/body.txt.j2",
                1,
                "the marking is not shown twice",
            ),
            (
                with_changed("digest/body.html.j2", before="digest.late", after="digest.latest"),
                "digest/body.html.j2",
                line_of("digest/body.html.j2", "digest.late "),
                "latest",
            ),
        ],
    )
    def test_a_fault_is_named_with_its_file_and_line(self, sources, file, line, wrong):
        """And with what would be right."""
        faults = [fault for fault in faults_in(sources) if fault.file == file and wrong in fault.wrong]

        assert [fault.line for fault in faults[:1]] == [line]
        assert all(fault.right for fault in faults)

    def test_all_faults_are_told_at_once(self):
        """One run, every file."""
        sources = with_changed("notice/subject.txt.j2", "{{ ") | {"decision/subject.txt.j2": "{% if %}"}

        assert {fault.file for fault in faults_in(sources)} == {"notice/subject.txt.j2", "decision/subject.txt.j2"}

    def test_a_branch_that_only_some_letters_take_is_tried(self):
        """The samples take the rare ways too: withheld, several, in copy, bare."""
        sources = with_changed("frame.txt.j2", before="above the marking", after="{{ nosuch }}")

        assert any("nosuch" in fault.wrong for fault in faults_in(sources))

    def test_faults_sort_by_file_and_line(self):
        """As `check` prints them."""
        in_order = [Fault("a", 1, "", ""), Fault("a", 2, "", ""), Fault("b", 1, "", "")]

        assert sorted([in_order[2], in_order[0], in_order[1]]) == in_order


def test_a_set_of_templates_compiles_each_once():
    """Rendering does not compile."""
    templates = Templates(shipped_sources())

    assert templates.of(Kind.REMINDER) is templates.of(Kind.REMINDER)
