"""Writes docs/reference-commands.md from the command line itself, so that it cannot go stale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = """# Commands

`milestones [--config DIR] COMMAND ...`. `DIR` is `$MILESTONES_CONFIG` or `./config` unless it is given. Data goes to
standard output, everything else to standard error; `--json` gives one JSON document. Instants are ISO 8601 with
offset, days are `YYYY-MM-DD`.

Exit status: **0** done, **1** it ran and found something wrong, **2** refused: nothing was changed. `receive` ends with
**75** where a mail could not be stored and must be tried again.

This page is written by `python -m jobs.cli.reference`; a test holds it to the command line.
"""


def reference() -> str:
    """Give the page as Markdown."""
    import typer.main

    from jobs.cli.main import app

    command = typer.main.get_command(app)
    return "\n".join([HEAD, *_of("milestones", command)])


def _of(name: str, command: Any) -> Iterator[str]:
    """Describe a command and those below it, in their own order."""
    below = getattr(command, "commands", {})
    if name != "milestones":
        yield f"## {name}"
        yield ""
        yield (command.help or "").strip()
        yield ""
        yield from _parameters(command)
    for word, one in below.items():
        yield from _of(word if name == "milestones" else f"{name} {word}", one)


def _parameters(command: Any) -> Iterator[str]:
    rows = [_row(parameter) for parameter in command.params if parameter.name != "help"]
    if not rows:
        return
    yield "| | |"
    yield "|---|---|"
    yield from rows
    yield ""


def _row(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        word = f"`{parameter.metavar or parameter.name.upper()}`"
    else:
        metavar = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
        word = f"`{parameter.opts[0]}{metavar}`"
    needed = " Required." if parameter.required else ""
    return f"| {word} | {(parameter.help or '').strip()}{needed} |"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201  # that is what it is for
