"""The templates' texts: the shipped ones, and over them the administrator's own beside `config/`. Compiles nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.settings.problems import ConfigError, Problem
from milestones.settings.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

_ENDINGS = {".j2", ".css"}
_LIMIT_BYTES = 256 * 1024


def template_sources(config_folder: Path) -> dict[str, str]:
    """Read every template by its path below the folder (`reminder/body.txt.j2`).

    A file in `templates/` beside the configuration folder takes the place of the shipped one of the same name.

    Raises:
        ConfigError: one of them cannot be read as UTF-8, or is too large to be a template.
    """
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    own = config_folder.resolve().parent / "templates"
    for folder in (shipped("templates"), own):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.suffix not in _ENDINGS or not path.is_file():
                continue
            name = path.relative_to(folder).as_posix()
            if path.stat().st_size > _LIMIT_BYTES:
                problems.append(
                    Problem(f"templates/{name}", None, "", "it is too large", "a template is a page of text")
                )
                continue
            try:
                sources[name] = path.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError:
                problems.append(Problem(f"templates/{name}", None, "", "it is not UTF-8", "save it as UTF-8"))
    if problems:
        raise ConfigError(tuple(problems))
    return sources
