"""Commands of the running service: `tick`, `receive`, `run`, `doctor`, `db`, `audit`, `demo`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.context import At, Json, Session, Usage, instant, print_json, say, table

CANNOT_STORE = 75
"""EX_TEMPFAIL (sysexits.h): the mail could not be stored; the mail server must try again."""


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("tick")(tick)
    app.command("receive")(receive)
    app.command("run")(run)
    app.command("doctor")(doctor)
    app.command("demo")(demo)
    audit = typer.Typer(help="The event log.", no_args_is_help=True)
    audit.command("verify")(verify)
    audit.command("export")(export)
    app.add_typer(audit, name="audit")


def tick(context: typer.Context, at: At = None, json: Json = False) -> None:
    """Make one whole pass: evaluate every schedule, queue the letters, deliver what waits."""
    from jobs.tick import whole_pass

    session: Session = context.obj
    house = session.house(at)
    report = whole_pass(house, instant(at, house.config) if at else None)
    if json:
        print_json(report)
    else:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(report["by_kind"].items())) or "none"
        say(
            f"{report['at']}: {report['queued']} queued ({kinds}), {report['sent']} sent, "
            f"{report['deferred']} deferred, {report['failed']} failed, {report['cancelled']} cancelled."
        )
    if report["failed"]:
        raise typer.Exit(1)


def receive(
    context: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE", help=".eml, mbox or Maildir.")] = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Take in mail: one message on standard input, or the files named; print a receipt for each."""
    from sqlalchemy.exc import DBAPIError

    from milestones.edge.mailboxes import messages
    from milestones.edge.parser_pool import ParserPool
    from milestones.flows.mailroom import receive as take_in

    session: Session = context.obj
    house = session.house(at)
    receipts = []
    try:
        with ParserPool(size=1 if not files else 2) as pool:
            for receipt in take_in(house, messages(files or [], sys.stdin.buffer), pool):
                receipts.append(receipt)
                if not json:
                    say_receipt(receipt)
    except (DBAPIError, OSError) as fault:
        say(f"milestones: the mail could not be stored, try again: {fault}")
        raise typer.Exit(CANNOT_STORE) from None
    if json:
        print_json({"receipts": receipts})


def say_receipt(receipt: dict[str, object]) -> None:
    """Print one receipt as a line for people."""
    actions = receipt["actions"]
    assert isinstance(actions, list)
    done = ", ".join(f"{a['milestone'] or '-'} {a['intent']}" + (f" {a['due']}" if a["due"] else "") for a in actions)
    typer.echo(f"{receipt['verdict'] or 'undecided'}\t{receipt['from'] or '-'}\t{done or '-'}\t{receipt['reason']}")


def run(context: typer.Context) -> None:
    """Run the service until SIGTERM."""
    from jobs.app import run as run_service

    session: Session = context.obj
    run_service(session.house(), session.folder)


def doctor(context: typer.Context, at: At = None, json: Json = False) -> None:
    """Look at everything the service needs; exit 1 if a monitor should wake somebody."""
    from milestones.flows.doctor import examine

    session: Session = context.obj
    health = examine(session.house(at))
    if json:
        print_json(health)
    else:
        table(
            ["", "CHECK", "DETAIL"],
            [
                ["ok" if finding["ok"] else "FAIL", finding["check"], finding["detail"]]
                for finding in health["findings"]
            ],
        )
    if not health["ok"]:
        raise typer.Exit(1)


def verify(
    context: typer.Context,
    anchor: Annotated[
        list[str] | None,
        typer.Option("--anchor", help="What a digest ended with, without the word log.", metavar="SEQ:HASH"),
    ] = None,
    json: Json = False,
) -> None:
    """Check the event chain, and that every state is what its events give."""
    from milestones.store import log

    session: Session = context.obj
    house = session.house(signs=False)
    with house.database.reading() as reading:
        faults = list(log.faults(reading, [_anchor(text) for text in anchor or []]))
        seq, digest = log.head(reading)
    if json:
        print_json({"ok": not faults, "events": seq, "head": f"{seq}:{digest}", "faults": faults})
    else:
        for fault in faults:
            typer.echo(fault)
        say(f"{seq} events, head {seq}:{digest}: {'broken' if faults else 'whole'}.")
    if faults:
        raise typer.Exit(1)


def _anchor(text: str) -> tuple[int, str]:
    seq, _, digest = text.removeprefix("log ").strip().partition(":")
    if not seq.isdecimal() or len(digest) != 64 or set(digest.lower()) - set("0123456789abcdef"):
        raise Usage(f"--anchor {text!r} is not SEQ:HASH as a digest ends with, for example 12:9f86...")
    return int(seq), digest.lower()


def export(context: typer.Context) -> None:
    """Write the event log as JSON lines that can be verified without this program."""
    from milestones.store import log

    session: Session = context.obj
    house = session.house(signs=False)
    with house.database.reading() as reading:
        for entry in log.entries(reading):
            typer.echo(log.canonical(entry))


def demo(
    out: Annotated[Path, typer.Option("--out", help="Where to leave the mails and the page.", metavar="DIR")] = Path(
        "demo"
    ),
) -> None:
    """Show the whole story in under a minute, with no network and no configuration."""
    from jobs.demo import demo as tell

    tell(out)
