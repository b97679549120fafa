"""The bytes of letters and of mail taken in move into tables of their own.

A row that changes its state is written anew whole; with its bytes inside, each step of a delivery wrote them again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_LIKE = (("letter_content", "letter"), ("inbound_raw", "inbound"))


def upgrade() -> None:
    op.create_table(
        "letter_content",
        sa.Column("letter_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("letter_id"),
    )
    op.create_table(
        "inbound_raw",
        sa.Column("inbound_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("inbound_id"),
    )
    op.execute("INSERT INTO letter_content (letter_id, content) SELECT id, content FROM letter ORDER BY id")
    op.execute("INSERT INTO inbound_raw (inbound_id, raw) SELECT id, raw FROM inbound ORDER BY id")
    # As plain statements: Alembic's way on SQLite is to make the table anew, its indexes and triggers with it.
    op.execute("ALTER TABLE letter DROP COLUMN content")
    op.execute("ALTER TABLE inbound DROP COLUMN raw")
    if op.get_bind().dialect.name == "postgresql":
        for new, old in _LIKE:
            op.execute(_SAME_RIGHTS.format(new=new, old=old))


_SAME_RIGHTS = """
DO $$
DECLARE given RECORD;
BEGIN
  FOR given IN
    SELECT DISTINCT acl.privilege_type, CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE acl.grantee::regrole::text END AS who
    FROM pg_class, aclexplode(relacl) AS acl
    WHERE pg_class.oid = '{old}'::regclass AND acl.grantee <> relowner
  LOOP
    EXECUTE format('GRANT %s ON {new} TO %s', given.privilege_type, given.who);
  END LOOP;
END $$
"""
"""Whoever had a right on the table that held the bytes has it on the one that holds them now."""


def downgrade() -> None:
    raise NotImplementedError("the store goes forward only; restore a backup instead")
