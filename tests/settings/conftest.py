"""A configuration folder of a test's own: the shipped example, copied, to be changed file by file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from milestones.settings.read import ConfigError, Configuration, Problem, read
from milestones.settings.shipped import shipped


class Folder:
    """A copy of the example configuration that a test may break."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in (
            "service.toml",
            "schedules.toml",
            "boards/humberside.toml",
            "frameworks/success-criteria-2008.toml",
        ):
            target = path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(shipped("config") / name, target)
        self.change("boards/humberside.toml", ', "strategy-2008", "strategy-2011", "toolkit-2024"', "")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace `old`, which must stand there, in a file."""
        file = self.path / name
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, name: str, content: str | bytes) -> None:
        """Write a file anew."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def append(self, name: str, text: str) -> None:
        """Add text at the end of a file."""
        file = self.path / name
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    def read(self, environ: dict[str, str] | None = None, **more) -> Configuration:
        """Read it, which must go well."""
        return read(self.path, environ or {}, **more)

    def problems(self, environ: dict[str, str] | None = None, **more) -> list[Problem]:
        """Give all problems, errors and warnings."""
        try:
            return list(read(self.path, environ or {}, **more).warnings)
        except ConfigError as refused:
            return list(refused.problems)

    def said(self, environ: dict[str, str] | None = None, **more) -> list[str]:
        """Give all problems as printed."""
        return [str(one) for one in self.problems(environ, **more)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A configuration that is right, in a folder of its own."""
    return Folder(tmp_path / "config")
