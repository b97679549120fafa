"""From one schema to the next, on both databases: nothing is lost, nor half done by a migration that was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import postgres
import pytest
from letterbox import MONDAY, contents, letters, raw_of, row
from psycopg import sql
from sqlalchemy import text

from milestones.domain.delivery import LEASE
from milestones.store import inbox, outbox
from milestones.store.database import SCHEMA, Database
from milestones.store.letters import add_bulk
from milestones.store.migrations import migrate

FIRST_LETTER = (
    "INSERT INTO letter (occurrence_key, message_id, token_id, kind, board, post, to_address, subject, marking,"
    " milestones, cycles, items, copy_only, priority, due_at, queued_at, config_hash, facts, state, stage, attempts,"
    " uncertain, why, outcome, envelope_from, content) VALUES (:key, :message_id, :token, 'reminder', 'hum',"
    " 'lead', 'lead@police.test', 'a subject', '', '[]', '{}', '[]', :no, 5, :at, :at, '', '{}', 'queued', '', 0, 0,"
    " 'why', '', 'bounces@board.test', :content)"
)
FIRST_MAIL = (
    "INSERT INTO inbound (sha256, received_at, state, reason, actions, readings, text, attempts, raw)"
    " VALUES (:sha, :at, 'held', '', '[]', '[]', '', 0, :raw)"
)
LETTERS = {f"<{number}@board.test>": bytes(range(256)) * number for number in range(1, 40)}
MAILS = [b"From: a@b\r\n\r\n\x00\xff", b"", b"x" * 100_000]

KILLED = """
import os, signal, sys
from sqlalchemy import event
from milestones.store.database import Database

database, words = Database(sys.argv[1]), sys.argv[2]

@event.listens_for(database.engine, "after_cursor_execute")
def die(connection, cursor, statement, *_):
    if statement.strip().startswith(words):
        os.kill(os.getpid(), signal.SIGKILL)

database.upgrade()
"""


@pytest.fixture
def first(url):
    """A database of schema 0001 with letters and mail in it, open."""
    database = Database(url)
    migrate(database.engine, "0001")
    with database.transaction() as session:
        for number, (message_id, content) in enumerate(LETTERS.items(), 1):
            told = {"key": f"key-{number}", "message_id": message_id, "token": f"t{number}"}
            session.execute(text(FIRST_LETTER), {**told, "no": False, "at": MONDAY, "content": content})
        for number, raw in enumerate(MAILS, 1):
            session.execute(text(FIRST_MAIL), {"sha": str(number), "at": MONDAY, "raw": raw})
    yield database
    database.close()


def assert_all_there(database):
    """Every byte of 0001's letters and mail is found where this version looks for it."""
    assert database.schema() == SCHEMA
    assert contents(database) == LETTERS
    with database.reading() as session:
        assert [raw_of(session, number) for number in range(1, len(MAILS) + 1)] == MAILS


def test_the_bytes_of_letters_and_mail_move_without_loss(first):
    """From 0001: also empty ones and zeros; and what was queued then is claimed with its bytes now."""
    assert first.upgrade() == SCHEMA

    assert_all_there(first)
    with first.transaction() as session:
        claimed = outbox.claim(session, MONDAY, MONDAY + LEASE, 100, "w")
    assert {letter.message_id: letter.content for letter in claimed} == LETTERS


def test_the_next_letter_and_mail_get_the_next_number(first):
    """The counters of both databases go on where they were."""
    first.upgrade()
    with first.transaction() as session:
        add_bulk(session, [row(100)])
        taken = inbox.take_in(session, b"Subject: new\r\n\r\n", MONDAY)
    assert letters(first)[-1].id == len(LETTERS) + 1
    assert taken.id == len(MAILS) + 1


@pytest.mark.parametrize(
    "words",
    [
        "CREATE TABLE letter_content",
        "INSERT INTO letter_content",
        "ALTER TABLE letter DROP",
        "ALTER TABLE inbound DROP",
        "UPDATE alembic_version",
    ],
)
def test_a_migration_that_is_killed_left_nothing_and_is_run_again(first, words):
    """SIGKILL after each kind of step: still 0001 with every byte, and the next try does it all."""
    first.close()

    killed = subprocess.run([sys.executable, "-c", KILLED, first.url, words], check=False)

    assert killed.returncode == -signal.SIGKILL
    assert first.schema() == "0001"
    with first.reading() as session:
        assert session.execute(text("SELECT content FROM letter ORDER BY id")).scalars().all() == [*LETTERS.values()]
        assert session.execute(text("SELECT raw FROM inbound ORDER BY id")).scalars().all() == MAILS
    first.upgrade()
    assert_all_there(first)


def test_a_service_role_keeps_its_rights_on_what_moved(pg_url):
    """Who could write the table that held the bytes can write the one that holds them now, and no other can."""
    owner, name = Database(pg_url), f"service_{os.getpid()}"
    role, server = sql.Identifier(name), postgres.server()
    migrate(owner.engine, "0001")
    server.run(sql.SQL("CREATE ROLE {}").format(role), pg_url)
    server.run(sql.SQL("GRANT SELECT, INSERT ON letter TO {}").format(role), pg_url)
    server.run(sql.SQL("GRANT SELECT ON inbound TO {}").format(role), pg_url)
    try:
        owner.upgrade()
        with owner.reading() as session:
            rights = session.execute(
                text(
                    "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
                    " WHERE grantee = :name AND table_name IN ('letter_content', 'inbound_raw')"
                ),
                {"name": name},
            )
            assert set(rights) == {
                ("letter_content", "SELECT"),
                ("letter_content", "INSERT"),
                ("inbound_raw", "SELECT"),
            }
    finally:
        owner.close()
        server.run(sql.SQL("DROP OWNED BY {}").format(role), pg_url)
        server.run(sql.SQL("DROP ROLE {}").format(role), pg_url)
