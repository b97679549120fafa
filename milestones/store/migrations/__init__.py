"""Alembic migrations of the store; `migrate` brings a database to this version's schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Engine


def migrate(engine: Engine, revision: str = "head") -> None:
    """Run the migrations up to `revision` in one transaction, on SQLite too (its DDL is transactional once begun)."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.execution_options(milestones_writes=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
