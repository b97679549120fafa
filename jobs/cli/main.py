"""The command itself: its subcommands, and how every fault becomes one clear message and an exit status.

0 done; 1 it ran and found something wrong; 2 refused, nothing was changed. Modules are imported when a command needs
them, so that `--help` is quick.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jobs.cli import act, database, outbox, plan, service, show
from jobs.cli.context import CONFIG_VARIABLE, Session

app = typer.Typer(
    name="milestones",
    help="Keeps a Prevent partnership's jointly agreed programme of action moving, by mail.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _options(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(envvar=CONFIG_VARIABLE, help="The configuration folder.", show_default="./config")
    ] = None,
) -> None:
    context.obj = context.obj or Session(Path("config"))
    context.obj.folder = config or Path("config")


for group in (plan, service, database, show, outbox, act):
    group.register(app)


def main() -> None:
    """Run the command line and exit with its status."""
    session = Session(Path("config"))
    try:
        app(prog_name="milestones", obj=session)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as fault:
        if not isinstance(fault, (*_refusals(), *_database_faults())):
            raise
        noted = getattr(fault, "__notes__", None) if isinstance(fault, _database_faults()) else None
        for line in noted[:1] if noted else str(fault).splitlines():
            print(f"milestones: {line}", file=sys.stderr)  # noqa: T201  # the command line speaks by printing
        # What was committed before the fault stands, whole: then the command ran, and found something wrong.
        sys.exit(1 if noted and session.database is not None and session.database.wrote else 2)


def _database_faults() -> tuple[type[Exception], ...]:
    """Give the exception of a database that failed on the way; `store.faults` has noted on it what is to be done."""
    module = sys.modules.get("sqlalchemy.exc")
    return (module.DBAPIError,) if module is not None else ()


def _refusals() -> tuple[type[Exception], ...]:
    """Give the exceptions that mean "refused, nothing was changed"; only modules in use can have raised one."""
    names = {
        "milestones.domain.milestone": "Refused",
        "milestones.settings.problems": "ConfigError",
        "milestones.store.faults": "DatabaseUnusable",
        "milestones.domain.plans.table": "Unusable",
        "milestones.edge.mailboxes": "Unusable",
        "milestones.flows.remind": "TickRefused",
        "jobs.cli.context": "Usage",
    }
    return tuple(getattr(sys.modules[module], name) for module, name in names.items() if module in sys.modules)
