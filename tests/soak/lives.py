"""One life of a process: what it is asked to be, and how it comes to an end. Runs in a child of `tests.soak.cradle`.

The processes are the product's own: `milestones tick`, `milestones receive` and `milestones run`. Two things differ
from a process that a system starts, and both only save time: modules are loaded before the fork, and most lives read
mail in their own process (one in twenty in the guarded children, as the service does).
"""

from __future__ import annotations

import os
import random
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milestones.edge import parser_pool
from tests.reads_here import ReadsHere
from tests.soak.deaths import plan_death

if TYPE_CHECKING:
    from collections.abc import Callable

Order = dict[str, Any]
"""What a life is to be: `role`, `config`, `at`, `death`, `log`, `environ`, `files` (of `receive`), `guarded`."""

READS = parser_pool.ParserPool
"""The pool as it is: mail is read in guarded children."""


def live(order: Order) -> int:
    """Live as `order` says and give the exit status; most lives do not come so far."""
    for number, suffix in ((1, ".out"), (2, "")):  # what is printed for people is no log, and names addresses
        os.dup2(os.open(order["log"] + suffix, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), number)
    os.environ.update(order["environ"])
    random.seed()
    for name in ("milestones.edge.parser_pool", "jobs.intake"):
        setattr(sys.modules[name], "ParserPool", READS if order.get("guarded") else ReadsHere)  # noqa: B010
    plan_death(order["death"])
    try:
        status = _ROLES[order["role"]](order)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    sys.stderr.flush()
    return status or 0


def _command(order: Order, *words: str) -> int:
    from jobs.cli.main import main

    sys.argv = ["milestones", "--config", order["config"], *words]
    main()
    return 0


def _tick(order: Order) -> int:
    return _command(order, "tick", "--at", order["at"])


def _receive(order: Order) -> int:
    return _command(order, "receive", "--at", order["at"], *order["files"])


def _run(order: Order) -> int:
    """`milestones run`, its clock beginning at the moment that is played."""
    from jobs import app, watch
    from milestones.edge.clock import ShiftedClock
    from milestones.edge.logs import set_up
    from milestones.flows.house import open_house
    from milestones.settings.problems import ConfigError
    from milestones.settings.read import read

    watch.SETTLE_S = 0.02  # an edit that stays the same for so long counts; lives are short here
    try:
        config = read(Path(order["config"]), os.environ)
    except ConfigError as refused:  # as the command line ends
        sys.stderr.write(f"{refused}\n")
        return 2
    set_up(config.service.log.format.value, config.service.log.level.value)
    app.run(open_house(config, ShiftedClock(datetime.fromisoformat(order["at"]))))
    return 0


_ROLES: dict[str, Callable[[Order], int]] = {"tick": _tick, "receive": _receive, "run": _run}
