"""Tries a set of templates before it comes into use: every fault at once, each with its file and line.

A fault that showed only when a letter is due would be found too late. So every template is compiled, its styles are
looked up, and every kind is rendered on the samples of `mail.letter.samples`.
"""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from milestones.domain.letter import Kind
from milestones.mail.letter import samples
from milestones.mail.letter.compose import REPLY_LINE, compose
from milestones.mail.letter.templates import HTML, PARTS, STYLE_SHEET, Templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from milestones.mail.letter.view import Composed, LetterView

_ESCAPING_BLOCKS = (nodes.EvalContextModifier,)
_OPENING = re.compile(r"\A(?:OFFICIAL(?:-SENSITIVE)?\n)?" + re.escape(REPLY_LINE))


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the file below the templates' folder, its line (1 where none is known), and what would be right."""

    file: str
    line: int
    wrong: str
    right: str


def faults_in(sources: Mapping[str, str]) -> tuple[Fault, ...]:
    """Give every fault of a set of templates (texts by path below the folder); none means that it may come into use."""
    templates = Templates(sources)
    found = {*_missing(sources), *_static(templates)}
    if not found:
        found.update(_tried(templates))
    return tuple(sorted(found))


def _missing(sources: Mapping[str, str]) -> Iterator[Fault]:
    """Name the files that every kind needs and that are not there, and folders that are no kind."""
    for kind in Kind:
        for part in PARTS:
            if f"{kind}/{part}" not in sources:
                yield Fault(f"{kind}/{part}", 1, "it is missing", f"every kind of letter needs {', '.join(PARTS)}")
    if STYLE_SHEET not in sources:
        yield Fault(STYLE_SHEET, 1, "it is missing", "the HTML letters take their styles from it")
    kinds = {kind.value for kind in Kind}
    for path in sources:
        folder = path.rpartition("/")[0]
        if folder and folder not in kinds:
            yield Fault(path, 1, f"{folder!r} is no kind of letter", f"one of {', '.join(sorted(kinds))}")


def _static(templates: Templates) -> Iterator[Fault]:
    """Compile each template by itself, and look its styles up."""
    for path in templates.sources:
        if not path.endswith(".j2"):
            continue
        source = templates.sources[path]
        try:
            tree = templates.environment.parse(source, path, path)
            templates.environment.get_template(path)
        except TemplateSyntaxError as fault:
            yield Fault(fault.name or path, fault.lineno, fault.message or "it cannot be read", "valid Jinja")
            continue
        for node in tree.find_all(_ESCAPING_BLOCKS):
            yield Fault(path, node.lineno, "escaping may not be switched", "every value is escaped in HTML")
        if path.endswith(HTML):
            for number, line in enumerate(source.splitlines(), 1):
                for name in templates.style.unknown_in(line):
                    yield Fault(path, number, f"class {name!r} has no style", f"a class of {STYLE_SHEET}")


def _tried(templates: Templates) -> Iterator[Fault]:
    """Render every sample; a template that fails on one is at fault at the line where it fails."""
    for name, letter in samples.letters().items():
        try:
            composed = compose(templates, letter)
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as fault:
            file, line = _place(fault, templates, f"{letter.kind}/body.txt.j2")
            yield Fault(file, line, str(fault), f"what a {name.replace('_', ' ')} letter has: see docs/letters.md")
            continue
        yield from _frame(composed, letter)


def _frame(composed: Composed, letter: LetterView) -> Iterator[Fault]:
    """Check what the reader of replies and the markings rely on."""
    text, html = f"{letter.kind}/body.txt.j2", f"{letter.kind}/body.html.j2"
    if not _OPENING.match(composed.text):
        yield Fault(text, 1, "a reply could not be cut off", f"begin with the marking and then {REPLY_LINE!r}")
    if REPLY_LINE not in composed.html:
        yield Fault(html, 1, "a reply could not be cut off", f"show {REPLY_LINE!r} first")
    for part, shown in ((text, composed.text), (html, composed.html)):
        if composed.marking and shown.count(composed.marking) < 2:
            yield Fault(part, 1, "the marking is not shown twice", "at the top and at the bottom")


def _place(fault: Exception, templates: Templates, otherwise: str) -> tuple[str, int]:
    """Give the template and line where rendering failed: the innermost of its own frames in the traceback."""
    for frame in reversed(traceback.extract_tb(fault.__traceback__)):
        if frame.filename in templates.sources:
            return frame.filename, frame.lineno or 1
    return otherwise, 1
