"""Commands around the configuration and the plan: `init`, `check`, `schema`, `import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jobs.cli.context import At, BoardOption, Json, Session, Usage, day, print_json, say, table, the_board

if TYPE_CHECKING:
    from collections.abc import Sequence


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("init")(init)
    app.command("check")(check)
    app.command("schema")(schema)
    app.command("import")(import_plan)


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to write, new or empty.")]) -> None:
    """Write a commented example configuration."""
    from milestones.settings.read import example_files

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Usage(f"{folder} is not empty: name a new folder, nothing was written")
    for name, content in example_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o644)
    say(f"Wrote an example configuration to {folder}. Look at it, then run: milestones --config {folder} check")


def check(context: typer.Context, json: Json = False) -> None:
    """Read the whole configuration and the templates, and print every fault and warning."""
    from milestones.flows.check import check_all

    session: Session = context.obj
    problems = check_all(session.folder)
    errors = [problem for problem in problems if problem.level == "error"]
    if json:
        print_json({"ok": not errors, "problems": [_problem_shape(problem) for problem in problems]})
    else:
        for problem in problems:
            typer.echo(f"warning: {problem}" if problem.level == "warning" else str(problem))
        say(f"{len(errors)} faults, {len(problems) - len(errors)} warnings.")
    if errors:
        raise typer.Exit(2)


def _problem_shape(problem: Any) -> dict[str, Any]:
    return {
        "level": problem.level,
        "file": problem.file,
        "line": problem.line,
        "place": problem.place,
        "wrong": problem.wrong,
        "right": problem.right,
    }


def schema(
    out: Annotated[Path | None, typer.Option("--out", help="Write one file a schema into this folder.")] = None,
) -> None:
    """Print the JSON Schemas of the configuration files, for editors that complete and check them."""
    import json

    from milestones.settings import json_schema

    schemas = json_schema()
    if out is None:
        print_json(schemas)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, content in schemas.items():
        plain = name.removesuffix(".toml").replace("/", "-").translate({ord("<"): None, ord(">"): None})
        (out / f"{plain}.schema.json").write_text(json.dumps(content, indent=2) + "\n")
    say(f"Wrote {len(schemas)} schemas to {out}.")


def import_plan(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The plan, CSV or XLSX.")],
    board: BoardOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be taken in; change nothing.")] = False,
    agreed: Annotated[
        str | None, typer.Option("--agreed", help="The day a meeting agreed this plan.", metavar="DAY")
    ] = None,
    minute: Annotated[str | None, typer.Option("--minute", help="The minute that says so.", metavar="TEXT")] = None,
    skip_held: Annotated[bool, typer.Option("--skip-held", help="Leave rows with questions out.")] = False,
    at: At = None,
    json: Json = False,
) -> None:
    """Take in a programme of action: each row ready, or held with its questions."""
    from milestones.flows.intake import Terms, take_in_plan

    if (agreed is None) != (minute is None):
        raise Usage("--agreed DAY and --minute TEXT go together: the day, and the minute that records it")
    if minute is not None and not minute.strip():
        raise Usage("--minute is empty: name the minute that records the agreement")
    agreed_on = day(agreed, "--agreed") if agreed else None
    session: Session = context.obj
    house = session.house(at, signs=not dry_run)
    slug = the_board(house.config, board).slug
    report = take_in_plan(house, slug, file, Terms(agreed_on, minute, skip_held, dry_run), house.clock.now())
    if json:
        print_json(report)
        return
    _print_report(report["milestones"])
    for note in report["notes"]:
        say(note)
    verb = "would be taken in" if dry_run else "taken in"
    say(
        f"{report['rows']} rows {verb}: {report['ready']} ready, {report['held']} held, "
        f"{report['updated']} updated, {report['unchanged']} unchanged."
    )


def _print_report(rows: Sequence[dict[str, Any]]) -> None:
    table(
        ["ROW", "ID", "STATE", "DUE", "AS WRITTEN", "OWNERS", "TITLE"],
        [
            [
                row["row"],
                row["id"] or "-",
                row["state"] or "skipped",
                row["due"] or "",
                row["due_as_written"],
                ", ".join(owner["post"] for owner in row["owners"]) or row["owner_as_written"],
                row["title"],
            ]
            for row in rows
        ],
        "The file has no rows.",
    )
    for row in rows:
        for question in row["questions"]:
            say(f"row {row['row']} ({row['id'] or 'not kept'}): {question}")
