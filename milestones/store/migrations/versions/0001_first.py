"""First schema: the tables as they are in `milestones.store.tables`, and the triggers that keep the log append-only."""

from alembic import op
from sqlmodel import SQLModel

from milestones.store import tables  # noqa: F401

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    from milestones.store.append_only import POSTGRESQL, SQLITE

    bind = op.get_bind()
    SQLModel.metadata.create_all(bind)
    for statement in SQLITE if bind.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the store goes forward only; restore a backup instead")
