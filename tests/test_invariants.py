"""The invariants find what breaks them: a run that is sound is told as sound, and each planted fault is named."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from milestones.flows.reload import take_note
from milestones.store.database import Database
from tests import invariants
from tests.world import World

if TYPE_CHECKING:
    from datetime import datetime

    from tests.faultserver import Accepted


@dataclass
class Scene:
    """What is left of a partnership in which letters were sent and an owner confirmed by reply."""

    database: Database
    now: datetime
    taken: list[Accepted]
    config: Any
    thanks: bytes

    def broken(self, *, taken=None, overlaps=(), acknowledged=(), logged=""):
        """Every invariant at once, by the first word of its name."""
        found = invariants.broken(self.database, self.now)
        found |= invariants.broken_at_sink(self.database, self.taken if taken is None else taken, overlaps)
        found |= invariants.broken_at_source(self.database, acknowledged)
        found |= invariants.broken_by_config(self.database, {self.config.hash: self.config})
        found |= invariants.broken_in_log(self.database, logged, ["a key"], ["the venue is booked"])
        return {name.partition(" ")[0] for name in found}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """One partnership, played once."""

    async def play():
        async with World(tmp_path_factory.mktemp("played")) as world:
            take_note(world.house, None)
            world.agreed("Pilot the referral pathway", due="2027-01-20", owner="prevent-lead")
            world.agreed("Train the governors", due="2027-01-20", owner="sergeant")
            await world.jump_to("2027-01-06 09:00")
            receipt = await world.reply(world.letters_to("prevent-lead", "reminder")[0], "Done.")
            assert receipt["verdict"] == "accepted"
            thanks = world.mail_in_answer_to(world.letters_to("sergeant", "reminder")[0], "Thanks.")
            await world.receive(thanks)
            await world.advance(hours=1)
            return Scene(world.house.database, world.clock.now(), world.server.accepted, world.house.config, thanks)

    return asyncio.run(play())


@pytest.fixture
def scene(played, tmp_path):
    """A copy of it, to be spoilt."""
    copy = shutil.copy(played.database.path, tmp_path / "m.db")
    database = Database(f"sqlite:///{copy}")
    yield replace(played, database=database)
    database.close()


def change(scene, *statements):
    """Change the database as a fault of ours would, past the triggers of the log."""
    with scene.database.transaction() as session:
        connection = session.connection()
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_sound_run_breaks_none(scene):
    """Letters sent, a reply accepted and acknowledged, the rest waiting for its day."""
    assert scene.broken() == set()


_LEFT = """\
INSERT INTO inbound (sha256, received_at, state, reason, actions, readings, text, attempts)
VALUES ('x', '2026-01-01', 'received', '', '[]', '[]', '', 0)"""

PLANTED = {
    "an occurrence without its letter": ("UPDATE occurrence SET letter_id = NULL, at = '2026-01-01'", "I1"),
    "a letter forgotten": (
        "UPDATE letter SET state = 'queued', next_attempt_at = NULL, queued_at = '2026-01-01' WHERE id = 1",
        "I2",
    ),
    "a letter deferred without end": (
        "UPDATE letter SET state = 'deferred', next_attempt_at = NULL WHERE id = 1",
        "I2",
    ),
    "sent, and no word when": ("UPDATE letter SET sent_at = NULL WHERE id = 1", "I3"),
    "bytes changed after sending": ("UPDATE letter_content SET content = x'00' WHERE letter_id = 1", "I6"),
    "an address that nobody holds": ("UPDATE letter SET to_address = 'x@y.example' WHERE id = 1", "I8"),
    "a lease kept": ("UPDATE letter SET lease_token = 'gone' WHERE id = 1", "I9"),
    "a state that no event explains": ("UPDATE milestone SET state = 'agreed' WHERE state = 'completed'", "I11"),
    "an event edited": ("UPDATE event SET actor = 'somebody' WHERE seq = 2", "I11"),
    "a reply that a token long expired let in": ("UPDATE letter SET expires_at = '2026-01-01'", "I13"),
    "a reply by who does not hold the post": ("UPDATE inbound SET sender = 'inspector@police.example'", "I13"),
    "a mail stored and left": (
        _LEFT,
        "I15",
    ),
    "a robot answered": ("UPDATE inbound SET verdict = 'auto_reply'", "I16"),
    "a letter that hides its marking": ("UPDATE letter SET marking = 'OFFICIAL-SENSITIVE' WHERE id = 1", "I18"),
    "a configuration that nobody noted": ("UPDATE meta SET value = 'other' WHERE key = 'config.hash'", "I19"),
    "a letter of no configuration": ("UPDATE letter SET config_hash = 'other' WHERE id = 1", "I19"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_each_fault_planted_in_the_database_is_named(scene, planted):
    """One change that no code of ours makes, and the invariant it breaks is among those told."""
    statement, broken = PLANTED[planted]
    change(scene, statement)
    assert broken in scene.broken()


def test_what_the_mail_server_took_is_compared(scene):
    """A letter lost, one nobody queued, a third copy, another's recipient, other bytes, two senders at once."""
    kept = scene.taken
    first = kept[0]
    unknown = replace(first, content=first.content.replace(b"Message-ID: <", b"Message-ID: <x"))
    for taken, broken in [
        (kept[1:], "I3"),
        ([*kept, unknown], "I4"),
        ([*kept, first, first], "I5"),
        ([replace(first, content=first.content + b"."), *kept[1:]], "I6"),
        ([replace(first, recipients=("x@y.example",)), *kept[1:]], "I8"),
    ]:
        assert broken in scene.broken(taken=taken)
    assert "I9" in scene.broken(overlaps=["a letter"])


def test_what_was_acknowledged_and_is_not_on_disk_is_told(scene):
    """I15: other trace lines are the same mail, other words are not."""
    assert scene.broken(acknowledged=[b"Return-Path: <>\r\n" + scene.thanks]) == set()
    assert scene.broken(acknowledged=[scene.thanks.replace(b"Thanks", b"Done")]) == {"I15"}


def test_what_must_not_be_logged_is_found(scene):
    """I20: a secret, a token, an address, words of a mail."""
    with scene.database.reading() as session:
        token = session.connection().exec_driver_sql("SELECT token_id FROM letter").scalar()
    for word in ("a key", token, "sergeant@police.example", "the venue is booked"):
        assert scene.broken(logged=f"x {word} y") == {"I20"}
    assert scene.broken(logged=f"config.loaded {scene.config.hash}") == set()


def test_a_move_that_the_states_do_not_have_is_told(scene):
    """I12: a withdrawn milestone does not come back."""
    from milestones.domain.events import ConfirmationUndone, MilestoneWithdrawn
    from milestones.store import log

    with scene.database.transaction() as session:
        for event in (MilestoneWithdrawn("no"), ConfirmationUndone("sergeant", "yes")):
            log.append(session, [log.Entry(event, "x", "WLD-2")], scene.now)
    assert "I12" in scene.broken()


def test_a_reply_decided_twice_is_told(scene):
    """I10: the second record of a reply that nobody had to decide again."""
    from milestones.domain.events import ReplyTakenIn
    from milestones.store import log

    with scene.database.transaction() as session:
        log.append(session, [log.Entry(ReplyTakenIn(1, "accepted", "again"), "x")], scene.now)
    assert "I10" in scene.broken()
