"""Commands that show state and change nothing: `list show events replies simulate explain digest pack`.

`replies accept` and `replies reject` stand here beside the list they decide on.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jobs.cli.context import At, BoardOption, Json, Session, Usage, day, print_json, say, table, the_board

if TYPE_CHECKING:
    from milestones.flows.house import House

Which = Annotated[str, typer.Argument(metavar="MILESTONE", help="Its id, for example HUM-12.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("list")(list_milestones)
    app.command("show")(show)
    app.command("events")(events)
    app.command("simulate")(simulate)
    app.command("explain")(explain)
    app.command("digest")(digest)
    app.command("pack")(pack)
    replies = typer.Typer(help="The mail taken in.", invoke_without_command=True)
    replies.callback()(list_replies)
    replies.command("accept")(accept)
    replies.command("reject")(reject)
    app.add_typer(replies, name="replies")


def list_milestones(
    context: typer.Context,
    board: BoardOption = None,
    state: Annotated[list[str] | None, typer.Option("--state", help="Only these states.", metavar="STATE")] = None,
    at: At = None,
    json: Json = False,
) -> None:
    """List the milestones."""
    from milestones.domain.state import State
    from milestones.flows import look

    unknown = sorted(set(state or []) - set(State))
    if unknown:
        raise Usage(f"--state {unknown[0]!r} is none of {', '.join(State)}")
    house = _house(context, at)
    slug = the_board(house.config, board).slug if board else None
    found = look.milestones(house, house.clock.now(), slug, [State(name) for name in state] if state else None)
    if json:
        print_json({"milestones": found})
        return
    table(
        ["ID", "STATE", "DUE", "LATE", "OWNERS", "TITLE"],
        [
            [
                one["id"],
                one["state"] + (" (blocked)" if one["blocked"] else ""),
                one["due"],
                one["rag"]["lateness"],
                ", ".join(owner["post"] for owner in one["owners"]),
                one["title"],
            ]
            for one in found
        ],
        "No milestones. Import a plan: milestones import FILE --board SLUG",
    )


def show(context: typer.Context, milestone: Which, at: At = None, json: Json = False) -> None:
    """Show one milestone whole."""
    from milestones.flows import look

    house = _house(context, at)
    shape = look.milestone(house, milestone, house.clock.now())
    if json:
        print_json(shape)
        return
    table(["WHAT", "IS"], [[key, _cell(value)] for key, value in shape.items() if value not in (None, "", [])])


def events(
    context: typer.Context,
    milestone: Annotated[str | None, typer.Argument(metavar="MILESTONE", help="Only this one's.")] = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show what has happened, oldest first."""
    from milestones.flows import look

    found = look.events(_house(context, at), milestone)
    if json:
        print_json({"events": found})
        return
    table(
        ["SEQ", "AT", "MILESTONE", "WHAT", "BY", "DATA"],
        [[e["seq"], e["at"][:19], e["milestone"], e["type"], e["actor"], _cell(e["data"])] for e in found],
        "Nothing has happened yet.",
    )


def list_replies(
    context: typer.Context,
    held: Annotated[bool, typer.Option("--held", help="Only those that wait for a decision.")] = False,
    at: At = None,
    json: Json = False,
) -> None:
    """Show the mail taken in, and what became of it."""
    if context.invoked_subcommand is not None:
        return
    from milestones.flows import look

    found = look.replies(_house(context, at), held=held)
    if json:
        print_json({"replies": found})
        return
    table(
        ["ID", "RECEIVED", "FROM", "VERDICT", "ASKS", "REASON"],
        [
            [
                r["id"],
                r["received_at"][:16],
                r["from"],
                r["verdict"] or r["state"],
                ", ".join(f"{a['milestone'] or '-'} {a['intent']}" for a in r["actions"]),
                r["reason"],
            ]
            for r in found
        ],
        "No mail has been taken in." if not held else "No reply is held.",
    )


def accept(
    context: typer.Context,
    reply: Annotated[int, typer.Argument(metavar="ID", help="The reply's number.")],
    at: At = None,
    json: Json = False,
) -> None:
    """Let a held reply count."""
    from milestones.flows.receive import accept_held

    house = _house(context, at, signs=True)
    _decided(accept_held(house, reply, house.clock.now()), as_json=json)


def reject(
    context: typer.Context,
    reply: Annotated[int, typer.Argument(metavar="ID", help="The reply's number.")],
    why: Annotated[str, typer.Option("--why", help="The reason, kept in the record.", metavar="TEXT")],
    at: At = None,
    json: Json = False,
) -> None:
    """Turn a held reply down."""
    from milestones.flows.receive import reject_held

    house = _house(context, at, signs=True)
    _decided(reject_held(house, reply, why, house.clock.now()), as_json=json)


def _decided(receipt: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(receipt)
    else:
        say(f"{receipt['verdict']}: {receipt['reason']}")


def simulate(
    context: typer.Context,
    since: Annotated[str, typer.Option("--from", help="First day.", metavar="DAY")],
    until: Annotated[str, typer.Option("--until", help="Last day.", metavar="DAY")],
    board: BoardOption = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Compare with this configuration folder.", metavar="DIR")
    ] = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Show every letter that would be sent in a span if nobody replied. Sends nothing."""
    import os

    from milestones.flows import simulate as flow
    from milestones.settings.read import read

    first, last = day(since, "--from"), day(until, "--until")
    if last < first:
        raise Usage(f"--until {until} is before --from {since}")
    house = _house(context, at)
    slug = the_board(house.config, board).slug if board else None
    if against is None:
        letters = flow.letters_in(house, house.config, first, last, slug)
        if json:
            print_json({"letters": letters})
        else:
            table(*flow.in_a_table(letters), "Nothing would be sent.")
        return
    compared = flow.compared(house, read(against, os.environ), first, last, slug)
    if json:
        print_json(compared)
    else:
        table(*flow.differences_in_a_table(compared), "The two configurations send the same letters.")


def explain(context: typer.Context, milestone: Which, at: At = None, json: Json = False) -> None:
    """Say of every letter about a milestone when it goes, step by step, or why it does not."""
    from milestones.flows import explain as flow

    house = _house(context, at)
    explained = flow.explain(house, milestone, house.clock.now())
    if json:
        print_json(explained)
        return
    for letter in explained["letters"]:
        typer.echo(f"{letter['at'] or '-'}  {letter['state']:9} {letter['kind']} ({letter['rule']}) to {letter['to']}")
        for step in letter["steps"]:
            typer.echo(f"    {step}")
        if letter["why"]:
            typer.echo(f"    {letter['why']}")


def digest(
    context: typer.Context,
    board: Annotated[str, typer.Argument(metavar="BOARD", help="The board's slug.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Write .eml, .html and .txt, one set a recipient.", metavar="DIR")
    ] = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Render a board's digest as it would be now, without sending it."""
    from milestones.flows.digest import preview

    house = _house(context, at, signs=True)
    letters = preview(house, the_board(house.config, board).slug, house.clock.now())
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for letter in letters:
            (out / f"{letter.post}.eml").write_bytes(letter.content)
            (out / f"{letter.post}.html").write_text(letter.html, encoding="utf-8")
            (out / f"{letter.post}.txt").write_text(letter.text, encoding="utf-8")
        say(f"Wrote the digest for {len(letters)} recipients to {out}.")
    if json:
        print_json(
            {"digests": [{"post": one.post, "to": one.to, "subject": one.subject, "text": one.text} for one in letters]}
        )
    elif out is None and letters:
        typer.echo(letters[0].text)


def pack(
    context: typer.Context,
    board: Annotated[str, typer.Argument(metavar="BOARD", help="The board's slug.")],
    out: Annotated[Path, typer.Option("--out", help="Where to write it.", metavar="DIR")],
    criterion: Annotated[str | None, typer.Option("--criterion", help="Only this criterion.", metavar="N")] = None,
    at: At = None,
) -> None:
    """Write the evidence pack for a meeting or an inspection."""
    from milestones.flows.evidence import pack as write_pack

    house = _house(context, at)
    written = write_pack(house, the_board(house.config, board).slug, criterion, out, house.clock.now())
    say(f"Wrote {len(written)} files to {out}.")


def _house(context: typer.Context, at: str | None, *, signs: bool = False) -> House:
    session: Session = context.obj
    return session.house(at, signs=signs)


def _cell(value: object) -> str:
    """Give a value as one cell of a table."""
    if isinstance(value, dict):
        return ", ".join(f"{key}={_cell(one)}" for key, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, list):
        return "; ".join(_cell(one) for one in value)
    return str(value)
