"""One process of the service: a house with a database of its own, which can be closed, opened, and struck dead.

A dead process does nothing more: its wires are cut and its database refuses every step, so that whatever still runs
in it has no effect. Its memory is dropped; only the files stay.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy.exc import OperationalError

from milestones.edge.parser_pool import ParserDied
from milestones.flows.house import open_house
from milestones.settings.read import read
from milestones.store.faults import told
from tests.reads_here import ReadsHere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlmodel import Session

    from milestones.mail.letter.templates import Templates
    from milestones.store.database import Database
    from tests.simulator.simulation import Simulation

ENVIRON = {"MILESTONES_SECRET_KEY": "a key for simulations only, thirty-two"}


_TEMPLATES: dict[int, Templates] = {}
"""Compiled once for all worlds: they are the same in each, and compiling them is what starting a process costs most."""


def hash_of(sources: Mapping[str, str]) -> int:
    """Give what tells one set of templates from another."""
    return hash(tuple(sorted(sources.items())))


class Died(SystemExit):
    """The process is gone. No `except Exception` stops it, and an event loop lets it through."""


class Process:
    """See the module. `step` is called wherever a process can die."""

    def __init__(self, number: int, world: Simulation) -> None:
        self.number, self.world = number, world
        self.alive = False
        self.steps_left: int | None = None
        self.edition = 0
        self.readers = Readers(self)

    def open(self) -> None:
        """Start the process on the files as they are."""
        house = open_house(read(self.world.files.folder, ENVIRON), self.world.clock)
        self.house = replace(house, templates=_TEMPLATES.setdefault(hash_of(house.templates.sources), house.templates))
        self.alive, self.steps_left, self.edition = True, None, self.world.files.edition
        self._watch(self.house.database)

    def close(self) -> None:
        """Stop the process in good order."""
        self.house.database.close()
        self.alive = False

    def step(self, where: str) -> None:
        """Go one step further, or die here.

        Raises:
            Died: this was the last step, or it is dead already.
        """
        if self.alive and self.steps_left is not None:
            self.steps_left -= 1
            if self.steps_left <= 0:
                self.world.note("died", process=self.number, where=where)
                self.alive = False
                self.world.network.cut_off(self)
        if not self.alive:
            raise Died(f"process {self.number} at {where}")

    def _watch(self, database: Database) -> None:
        """Hang the process's steps and the database's weather on every writing transaction."""
        commit, transaction = database.engine.dialect.do_commit, database.transaction

        def committing(connection: Any) -> None:
            self.step("before commit")
            self._fail_as("commit")
            commit(connection)
            self.step("after commit")

        @contextmanager
        def beginning(**how: Any) -> Iterator[Session]:
            self.step("begin")
            self.world.meanwhile(self)
            with told(database.where):
                self._fail_as("begin")
            with transaction(**how) as session:
                yield session

        database.engine.dialect.do_commit = committing  # type: ignore[method-assign]  # the one place all commits pass
        database.transaction = beginning  # type: ignore[method-assign]  # before it, another process may come between

    def _fail_as(self, moment: str) -> None:
        name = self.world.weather.breaks(moment)
        if name is None:
            return
        self.world.note("fault", database=name)
        fault: Exception = psycopg.OperationalError("the connection is simulated to fail")
        if self.house.database.is_sqlite:
            fault = sqlite3.OperationalError("the database is simulated to fail")
            fault.sqlite_errorname = name  # type: ignore[misc]  # as sqlite3 sets it
        if moment == "commit":
            raise fault  # the driver's; it is told on as any other
        raise OperationalError("BEGIN IMMEDIATE", {}, fault)


class Readers(ReadsHere):
    """Reads mail in this process: the same functions as in a guarded child, and now and then one that is ended."""

    def __init__(self, process: Process) -> None:
        super().__init__(size=1)
        self._process = process

    def _outcome(self, call: Callable[..., Any], question: tuple[Any, ...]) -> Any:
        if self._process.world.weather.a_reader_dies():
            return ParserDied("simulated: over its CPU time or killed")
        try:
            return super()._outcome(call, question)
        except Exception as fault:  # noqa: BLE001 - as the child does: told to whoever asked
            return ParserDied(f"the reader failed: {type(fault).__name__}: {fault}")
