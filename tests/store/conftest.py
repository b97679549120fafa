"""The databases that the store is tested on: SQLite in a file, and a real PostgreSQL."""

import postgres
import pytest

from milestones.store.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/var/m.db"
        return
    with postgres.server().database() as found:
        yield found


@pytest.fixture
def database(url, tmp_path):
    """A database with this version's schema, open."""
    opened = Database(url, witness=tmp_path / "witness.epoch")
    opened.require_schema()
    yield opened
    opened.close()


@pytest.fixture
def pg_url():
    """An empty database of PostgreSQL."""
    with postgres.server().database() as found:
        yield found
