"""The demonstration: a partnership's ten weeks in some seconds, in a folder of its own, with nothing set up before.

`milestones demo` calls `demo`. It plays the story (`story`) in an office (`office`), and leaves every mail (`mails`)
and a page to walk through what happened (`page`).
"""

from __future__ import annotations

import asyncio
import shutil
import time
from typing import TYPE_CHECKING

import typer

from jobs.cli.context import Usage, say

if TYPE_CHECKING:
    from pathlib import Path

    from jobs.demo.office import Office

MARK = "about.txt"
"""The file by which a folder is known to hold an earlier demonstration."""

ABOUT = """\
This folder was written by `milestones demo`, and the next one may write it anew.

index.html   what happened, week by week: open it in a browser
mails/       every mail that was sent and taken in: as bytes (.eml), as a page (.html), as plain text (.txt)
config/      the configuration that it ran with
var/         its database: milestones --config config list, show, events, outbox, replies, explain, audit verify
"""

OURS = ("index.html", "mails", "config", "var")


def demo(out: Path) -> None:
    """Play the story in `out`, leave its mails and its page there, and print the Board's last digest.

    Raises:
        Usage: `out` holds something that is no earlier demonstration; nothing was changed.
    """
    from milestones.edge.logs import set_up

    set_up("console", "error")
    clear(out)
    began_s = time.monotonic()
    digest = asyncio.run(_play(out, began_s))
    typer.echo(digest)
    typer.echo(f"Open in a browser: {(out / 'index.html').resolve()}")
    say(f"Look around: milestones --config {out / 'config'} list   (or show, events, outbox, replies --held, explain)")


async def _play(out: Path, began_s: float) -> str:
    """Play and write everything; give the last digest's plain text."""
    from jobs.demo.mails import write_mails
    from jobs.demo.office import Office, london
    from jobs.demo.page import write_page
    from jobs.demo.progress import Progress
    from jobs.demo.script import BEGINS, ENDS
    from jobs.demo.story import Story

    async with Office(out, london(BEGINS)) as office:
        with Progress(london(BEGINS), london(ENDS)) as progress:
            await Story(office, progress.reached).play()
        files = write_mails(out / "mails", office.steps)
        write_page(out / "index.html", office, files, time.monotonic() - began_s)
        return _last_digest(office)


def _last_digest(office: Office) -> str:
    """Give the plain text of the newest digest, as the first signatory reads it."""
    reader = office.house.board(office.board).signatories()[0].id
    return office.letter(reader, "digest").text


def clear(out: Path) -> None:
    """Make `out` an empty demonstration folder.

    Raises:
        Usage: it holds something else.
    """
    if out.exists() and not out.is_dir():
        raise Usage(f"{out} is a file: name a folder, nothing was written")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise Usage(f"{out} holds something that is no earlier demonstration: name another folder with --out")
    for name in OURS:
        path = out / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text(ABOUT, encoding="utf-8")
