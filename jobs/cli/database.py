"""Commands for the database itself: migrating, copying, pruning, backing up, going on after a restored backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.cli.context import At, Json, instant, print_json, say

if TYPE_CHECKING:
    from jobs.cli.context import Session
    from milestones.store.database import Database


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("backup")(backup)
    app.command("resume")(resume)
    group = typer.Typer(help="The database.", no_args_is_help=True)
    group.command("upgrade")(upgrade)
    group.command("copy")(copy)
    group.command("prune")(prune)
    app.add_typer(group, name="db")


def _open(context: typer.Context) -> Database:
    from milestones.flows.house import open_database

    session: Session = context.obj
    session.database = open_database(session.configuration())
    return session.database


def upgrade(context: typer.Context) -> None:
    """Bring the database to this version's schema."""
    say(f"The database has schema {_open(context).upgrade()}.")


def copy(
    context: typer.Context,
    to: Annotated[str, typer.Option("--to", help="An empty database: postgresql://HOST/NAME.", metavar="URL")],
) -> None:
    """Copy everything into another, empty database and verify the event chain there. Stop the service first."""
    from sqlalchemy.exc import ArgumentError

    from milestones.store.copy import copy as copy_whole
    from milestones.store.database import Database
    from milestones.store.faults import DatabaseUnusable

    source = _open(context)
    try:
        target = Database(to)
    except ArgumentError:
        raise DatabaseUnusable("--to is no database URL: write it as postgresql://HOST/NAME") from None
    copied = copy_whole(source, target)
    target.close()
    say(
        f"{sum(copied.values())} rows in {len(copied)} tables copied, the event chain is whole. Now set [database] url."
    )


def prune(context: typer.Context, at: At = None, json: Json = False) -> None:
    """Take out texts kept as long as [retention] says, all of them now; `run` and `tick` do so once a day."""
    from milestones.flows.retain import prune as take_out

    session: Session = context.obj
    gone = take_out(session.house(at, signs=False))
    if json:
        print_json({"letters": gone.letters, "mails": gone.mails})
        return
    say(f"The texts of {gone.letters} letters and {gone.mails} mails were taken out; the record of them stays.")


def backup(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that is not there yet.")]
) -> None:
    """Copy the database into one file, consistent while the service runs."""
    from milestones.store.backup import backup as back_up

    size = back_up(_open(context), file)
    say(f"{file}: {size} bytes. Put back, it sends nothing until `milestones resume`.")


def resume(
    context: typer.Context,
    sent_until: Annotated[
        str | None,
        typer.Option("--sent-until", help="Count everything due up to this instant as sent.", metavar="T"),
    ] = None,
    why: Annotated[str, typer.Option("--why", help="The reason, kept in the record.", metavar="TEXT")] = "",
) -> None:
    """Send again after a restored backup was looked at."""
    from milestones.edge.clock import SystemClock
    from milestones.store import epoch

    database = _open(context)
    database.require_schema()
    session: Session = context.obj
    until = instant(sent_until, session.configuration()) if sent_until else None
    cancelled = epoch.resume(database, SystemClock().now(), until, why.strip())
    say(f"The service sends again; {cancelled} waiting letters were cancelled as sent before.")
