"""Opening a database: private, of the right schema, with the settings that durability needs."""

import stat

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from milestones.store.database import SCHEMA, Database, DatabaseUnusable


@pytest.fixture
def database(tmp_path):
    found = Database(f"sqlite:///{tmp_path}/var/m.db")
    yield found
    found.close()


def test_an_empty_database_is_given_its_schema(database):
    """The first command makes the tables."""
    database.require_schema()

    assert database.schema() == SCHEMA


def test_the_migrations_give_exactly_the_tables(database):
    """Schema equals migrations: nothing in the models that a migration forgot."""
    database.require_schema()

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


@pytest.mark.parametrize(("found", "hint"), [("0000", "db upgrade"), ("9999", "newer")])
def test_another_versions_schema_is_refused_with_a_hint(database, found, hint):
    """Neither older nor newer is worked on."""
    database.require_schema()
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})

    with pytest.raises(DatabaseUnusable, match=hint):
        database.require_schema()


def test_the_file_is_for_its_owner_only(database):
    """Created 0600, whatever the umask."""
    assert stat.S_IMODE(database.path.stat().st_mode) == 0o600


def test_a_file_that_others_may_read_is_refused(tmp_path, database):
    """A database that others can read is not opened."""
    database.path.chmod(0o644)

    with pytest.raises(DatabaseUnusable, match="chmod 600"):
        Database(database.url)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
    ],
)
def test_every_connection_is_set_for_durability(database, pragma, value):
    """WAL with FULL, and triggers that REPLACE cannot pass."""
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value
