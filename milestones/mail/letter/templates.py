"""The letter templates, compiled in a sandbox. Knows Jinja2 and how the style sheet gets into them; opens no file.

Administrators may edit templates, so they run in Jinja's immutable sandbox with few filters and no globals, unknown
names are errors, and HTML is always escaped (by the suffix `.html.j2`): there is no `safe` filter and no way to switch
escaping off. `mail.letter.trial` says what is wrong with a set of templates, with file and line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, TemplateRuntimeError
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from milestones.domain import wording
from milestones.domain.digest import Covers, Digest, Line
from milestones.domain.letter import Kind
from milestones.domain.tally import Count
from milestones.mail.letter.view import ItemView, LetterView, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jinja2 import Environment, Template

HTML = ".html.j2"
STYLE_SHEET = "frame.css"
PARTS = ("subject.txt.j2", "body.txt.j2", "body.html.j2")
"""What each kind's folder must hold."""

_KEPT_FILTERS = (
    "count",
    "default",
    "e",
    "escape",
    "first",
    "join",
    "last",
    "length",
    "lower",
    "replace",
    "trim",
    "upper",
)
_CLASS = re.compile(r'class="([^"]*)"')
_RULE = re.compile(r"(?P<names>\.[\w-]+(?:\s*,\s*\.[\w-]+)*)\s*\{(?P<style>[^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PLAIN_FIELDS = {
    kind: frozenset(one.name for one in fields(kind))
    for kind in (ItemView, LetterView, Words, Digest, Line, Count, Covers)
}
"""The values that letters are made of: frozen dataclasses of cleaned text, numbers and days."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, told which values are plain data: their public fields need no further questions."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give a field of plain data or a macro at once, where a third of the time went; all else as Jinja does."""
        fields_of = _PLAIN_FIELDS.get(type(obj))
        if fields_of is not None and attribute in fields_of:
            return getattr(obj, attribute)
        if type(obj) is TemplateModule and type(macro := vars(obj).get(attribute)) is Macro:
            return macro
        return super().getattr(obj, attribute)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro at once; all else only where the sandbox finds it safe."""
        if type(obj) is Macro:
            return context.call(obj, *args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def join_path(self, template: str, parent: str) -> str:
        """Give the name of a template that `parent` extends, includes or imports.

        Raises:
            TemplateRuntimeError: HTML would take in plain text, or the other way round. A macro of a plain text
                template called from HTML gives back what it was given, marked as safe and not escaped.
        """
        if template.endswith(HTML) is not parent.endswith(HTML):
            raise TemplateRuntimeError(f"{parent} may not use {template}: only {HTML} templates escape what they show")
        return template


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The style sheet split in two: what is written into each element, and what only a `<style>` can say.

    `inline` are the declarations of each class; `rest` are the @media rules as one line; `kept` are the classes that
    `rest` speaks of, and that elements therefore keep.
    """

    inline: Mapping[str, str]
    rest: str
    kept: frozenset[str]

    @classmethod
    def of(cls, css: str) -> StyleSheet:
        """Read a style sheet of class rules (`.a, .b { ... }`) followed by @media rules."""
        plain, media, rest = _COMMENT.sub("", css).partition("@media")
        inline: dict[str, str] = {}
        for rule in _RULE.finditer(plain):
            style = _one_line(rule["style"]).rstrip(";")
            for name in re.findall(r"\.([\w-]+)", rule["names"]):
                inline[name] = f"{inline[name]};{style}" if name in inline else style
        return cls(inline, _one_line(media + rest), frozenset(re.findall(r"\.([a-zA-Z][\w-]*)", rest)))

    def written_into(self, source: str) -> str:
        """Give a template's source with its classes turned into styles; its lines stay where they were."""
        return _CLASS.sub(self._styled, source).replace("<style></style>", f"<style>{self.rest}</style>")

    def unknown_in(self, line: str) -> tuple[str, ...]:
        """Give the classes that a line uses and the sheet does not have."""
        used = [name for match in _CLASS.finditer(line) for name in match[1].split()]
        return tuple(name for name in used if name not in self.inline and name not in self.kept)

    def _styled(self, match: re.Match[str]) -> str:
        """Give one class attribute as a style attribute, the class beside it where @media rules need it."""
        names = match[1].split()
        styles = ";".join(self.inline[name] for name in names if name in self.inline)
        kept = " ".join(name for name in names if name in self.kept)
        parts = [f'class="{kept}"'] if kept else []
        return " ".join([*parts, f'style="{styles}"'] if styles else parts)


class Templates:
    """A set of templates. Compiles each on first use; values are immutable, so a reload swaps the whole set."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Take the templates' texts by their path below the folder, `/` between (`reminder/body.txt.j2`)."""
        self.sources = dict(sources)
        self.style = StyleSheet.of(self.sources.get(STYLE_SHEET, ""))
        self.environment = sandbox(_Sources(self.sources, self.style))
        self._by_kind: dict[Kind, tuple[Template, Template, Template]] = {}

    def of(self, kind: Kind) -> tuple[Template, Template, Template]:
        """Give a kind's subject, plain text and HTML templates.

        Raises:
            jinja2.TemplateError: one is missing or cannot be compiled; `trial` finds all such faults beforehand.
        """
        if kind not in self._by_kind:
            subject, text, html = (self.environment.get_template(f"{kind}/{part}") for part in PARTS)
            self._by_kind[kind] = (subject, text, html)
        return self._by_kind[kind]


class _Sources(BaseLoader):
    """Gives Jinja the templates from memory, styles written in."""

    def __init__(self, sources: Mapping[str, str], style: StyleSheet) -> None:
        """Take the texts and the style sheet."""
        self._sources = sources
        self._style = style

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:  # noqa: ARG002 - Jinja's signature
        """Give a template's text; its name serves as the file name in tracebacks."""
        if template not in self._sources:
            raise TemplateNotFound(template)
        source = self._sources[template]
        return (self._style.written_into(source) if template.endswith(HTML) else source), template, None


def sandbox(loader: BaseLoader | None = None) -> Sandbox:
    """Make the environment that templates run in."""
    environment = Sandbox(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith(HTML),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    kept: dict[str, Any] = {name: environment.filters[name] for name in _KEPT_FILTERS}
    environment.filters = {**kept, **wording.FILTERS}
    environment.globals.clear()
    return environment


def _one_line(css: str) -> str:
    """Give CSS with its white space collapsed."""
    return re.sub(r"\s*([:;{},])\s*", r"\1", " ".join(css.split()))
