"""Commands that change state: the same that replies give, in the name of a post, with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from jobs.cli.context import At, BoardOption, Json, Session, day, print_json, say, table, the_board

if TYPE_CHECKING:
    from milestones.domain.state import Milestone
    from milestones.flows.house import House

Which = Annotated[str, typer.Argument(metavar="MILESTONE", help="Its id, for example HUM-12.")]
By = Annotated[str, typer.Option("--by", help="The post in whose name it is done.", metavar="POST")]
Why = Annotated[str, typer.Option("--why", help="The reason, kept in the record.", metavar="TEXT")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for name, command in (
        ("agree", agree),
        ("complete", complete),
        ("extend", extend),
        ("withdraw", withdraw),
        ("assign", assign),
        ("absence", absence),
        ("silence", silence),
    ):
        app.command(name)(command)


def agree(context: typer.Context, milestone: Which, by: By, why: Why, at: At = None, json: Json = False) -> None:
    """Agree a milestone for the sector that POST signs for."""
    from milestones.flows import command

    house = _house(context, at)
    _done(house, command.agree(house, milestone, by=by, why=_reason(why), now=house.clock.now()), as_json=json)


def complete(context: typer.Context, milestone: Which, by: By, why: Why, at: At = None, json: Json = False) -> None:
    """Confirm that a milestone is complete."""
    from milestones.flows import command

    house = _house(context, at)
    _done(house, command.complete(house, milestone, by=by, why=_reason(why), now=house.clock.now()), as_json=json)


def extend(
    context: typer.Context,
    milestone: Which,
    to: Annotated[str, typer.Option("--to", help="The new due date.", metavar="DAY")],
    by: By,
    why: Why,
    at: At = None,
    json: Json = False,
) -> None:
    """Move a due date (the coordinator), or ask for it (an owner)."""
    from milestones.flows import command

    house, to_day = _house(context, at), day(to, "--to")
    moved = command.extend(house, milestone, to=to_day, by=by, why=_reason(why), now=house.clock.now())
    _done(house, moved, as_json=json)


def withdraw(context: typer.Context, milestone: Which, by: By, why: Why, at: At = None, json: Json = False) -> None:
    """Take a milestone out of the programme."""
    from milestones.flows import command

    house = _house(context, at)
    _done(house, command.withdraw(house, milestone, by=by, why=_reason(why), now=house.clock.now()), as_json=json)


def assign(
    context: typer.Context,
    milestone: Which,
    to: Annotated[str, typer.Option("--to", help="The post that owns it from now on.", metavar="POST")],
    by: By,
    why: Why,
    kind: Annotated[str, typer.Option("--kind", help="lead, joint or support.")] = "lead",
    at: At = None,
    json: Json = False,
) -> None:
    """Give a milestone an owner."""
    from jobs.cli.context import Usage
    from milestones.domain.state import OwnerKind
    from milestones.flows import command

    if kind not in list(OwnerKind):
        raise Usage(f"--kind {kind!r} is none of {', '.join(OwnerKind)}")
    house = _house(context, at)
    given = command.assign(
        house, milestone, to=to, kind=OwnerKind(kind), by=by, why=_reason(why), now=house.clock.now()
    )
    _done(house, given, as_json=json)


def absence(
    context: typer.Context,
    post: Annotated[str | None, typer.Argument(metavar="POST", help="The post that is away.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="First day away.", metavar="DAY")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day away.", metavar="DAY")] = None,
    deputy: Annotated[str | None, typer.Option("--deputy", help="Who covers.", metavar="POST")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who records it.", metavar="POST")] = None,
    why: Annotated[str, typer.Option("--why", help="The reason.", metavar="TEXT")] = "",
    board: BoardOption = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Record that a post is away and who covers it; without POST, list the absences."""
    from jobs.cli.context import Usage
    from milestones.flows import command, look

    house = _house(context, at)
    known = the_board(house.config, _board_with(house, post, board))
    if post is not None:
        if since is None or until is None or deputy is None:
            raise Usage("an absence needs --from DAY, --until DAY and --deputy POST")
        command.absence(
            house,
            known.slug,
            post,
            since=day(since, "--from"),
            until=day(until, "--until"),
            deputy=deputy,
            by=by or known.coordinator,
            why=why,
            now=house.clock.now(),
        )
    found = look.absences(house, known.slug)
    if json:
        print_json({"absences": found})
    else:
        rows = [[a["post"], a["from"], a["until"], a["deputy"], a["by"], a["why"]] for a in found]
        table(["POST", "FROM", "UNTIL", "DEPUTY", "BY", "WHY"], rows, "No absences.")


def silence(
    context: typer.Context,
    milestone: Annotated[str | None, typer.Argument(metavar="MILESTONE", help="Its id.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last day of the pause.", metavar="DAY")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who pauses it.", metavar="POST")] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason.", metavar="TEXT")] = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Pause all chasing of a milestone to the end of a day; without MILESTONE, list the pauses."""
    from jobs.cli.context import Usage
    from milestones.flows import command, look

    house = _house(context, at)
    if milestone is not None:
        if until is None or by is None or why is None:
            raise Usage("a silence needs --until DAY, --by POST and --why TEXT")
        last = day(until, "--until")
        paused = command.silence(house, milestone, until=last, by=by, why=_reason(why), now=house.clock.now())
        _done(house, paused, as_json=json)
        return
    found = look.silences(house)
    if json:
        print_json({"silences": found})
    else:
        rows = [[s["milestone"], s["until"], s["by"], s["why"]] for s in found]
        table(["MILESTONE", "UNTIL", "BY", "WHY"], rows, "Nothing is silenced.")


def _house(context: typer.Context, at: str | None) -> House:
    session: Session = context.obj
    return session.house(at)


def _board_with(house: House, post: str | None, board: str | None) -> str | None:
    """Name the only board that has `post`, where none was named."""
    if board is not None or post is None:
        return board
    having = [slug for slug, one in house.config.boards.items() if post in one.posts]
    return having[0] if len(having) == 1 else None


def _reason(why: str) -> str:
    from jobs.cli.context import Usage

    if not why.strip():
        raise Usage("--why is empty: say the reason in a few words")
    return why.strip()


def _done(house: House, milestone: Milestone, *, as_json: bool) -> None:
    from milestones.flows.look import milestone_shape

    board = house.board(milestone.board)
    shape = milestone_shape(milestone, board, house.calendar(milestone.board).today(house.clock.now()))
    if as_json:
        print_json(shape)
        return
    due = f", due {shape['due']}" if shape["due"] else ""
    say(f"{milestone.id} is {milestone.state}{due}.")
