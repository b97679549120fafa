"""`outbox`: every letter and why, those that failed, and sending one of them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from jobs.cli.context import At, Json, Session, print_json, say, table

if TYPE_CHECKING:
    from milestones.flows.house import House


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    group = typer.Typer(help="The letters, sent ones too, and why.", invoke_without_command=True)
    group.callback()(list_letters)
    group.command("resend")(resend)
    app.add_typer(group, name="outbox")


def list_letters(
    context: typer.Context,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that were given up.")] = False,
    at: At = None,
    json: Json = False,
) -> None:
    """Show every letter, sent ones too, and why."""
    if context.invoked_subcommand is not None:
        return
    from milestones.flows import look

    found = [one for one in look.letters(_house(context, at)) if not failed or one["state"] == "failed"]
    if json:
        print_json({"letters": found})
        return
    table(
        ["ID", "STATE", "KIND", "TO", "DUE", "SUBJECT", "WHY"],
        [[o["id"], o["state"], o["kind"], o["to"], o["due_at"][:16], o["subject"], o["why"]] for o in found],
        "No letter has failed." if failed else "The outbox is empty.",
    )


def resend(
    context: typer.Context,
    letter: Annotated[int, typer.Argument(metavar="ID", help="The letter's number, as `outbox` shows it.")],
    why: Annotated[str, typer.Option("--why", help="The reason, kept in the record.", metavar="TEXT")] = "",
    by: Annotated[
        str | None,
        typer.Option("--by", help="The post in whose name; the coordinator if left out.", metavar="POST"),
    ] = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Queue a letter that failed anew: the same bytes, its tries counted from the start. The next pass sends it."""
    from milestones.flows.resend import Resend
    from milestones.flows.resend import resend as queue_again

    house = _house(context, at)
    queued: dict[str, Any] = queue_again(house, Resend(letter, why.strip(), by), house.clock.now())
    if json:
        print_json(queued)
        return
    say(f"Letter {letter} to {queued['to']} is queued again; the next pass sends it.")


def _house(context: typer.Context, at: str | None) -> House:
    session: Session = context.obj
    return session.house(at, signs=False)
