"""Watches what the service does, and says what it must never do: while it runs, every week, and at the end.

What was owed is the oracle's to say; here is what may have been sent, to whom it may have been confirmed, how often.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, text

from milestones.store.database import Database
from tests.invariants import broken
from tests.simulator.office_files import POSTS
from tests.simulator.oracle import LONDON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlmodel import Session

    from tests.simulator.mailserver import Kept
    from tests.simulator.people import Given
    from tests.simulator.simulation import Simulation

CHASING = ("reminder", "escalation")

ENDS_CHASING = frozenset(
    {"milestone_completed", "milestone_claimed", "milestone_withdrawn", "milestone_silenced", "due_date_moved"}
)
"""Events after which what waits about a milestone must not be sent."""

GIVES_UP_AFTER = timedelta(days=5)
"""How long the service tries a letter, where the configuration does not say."""

ENDED = ("sent", "failed", "cancelled")

_BEING_SENT = text(
    "SELECT message_id, attempts FROM letter WHERE milestones LIKE :named AND state = 'sending' AND stage = 'data'"
)
_LETTER = text("SELECT id, kind, milestones, uncertain, attempts, queued_at FROM letter WHERE message_id = :name")
_STATES = text("SELECT id, state_json FROM milestone WHERE id IN :ids").bindparams(bindparam("ids", expanding=True))
_CARRIED = text("SELECT milestone, due, at FROM occurrence WHERE letter_id = :letter AND milestone IS NOT NULL")


class Broken(AssertionError):
    """Something that must hold does not."""


class Judge:
    """See the module. It reads through a database of its own, between the service's transactions."""

    def __init__(self, world: Simulation, url: str) -> None:
        self._world = world
        self._database = Database(url)
        self._seq = 0
        self._may_confirm: Counter[tuple[str, str]] = Counter()
        self._handed_over: dict[str, Given] = {}
        self._handed_over_again: set[str] = set()
        self._acknowledged: set[str] = set()
        self._being_sent: set[tuple[str, str, int]] = set()
        self._kept: dict[str, list[str]] = {}
        self._failed_at: dict[int, datetime] = {}
        self._snoozed_at: dict[str, datetime] = {}
        self.confirmed = 0

    @property
    def letters(self) -> int:
        """Give how many letters came, copies not counted."""
        return len(self._kept)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    # --- letters, as the server keeps them --------------------------------------------------------------------------

    def on_kept(self, kept: Kept) -> None:
        """A letter was kept: it must be one of ours, to the right address, and chase nobody in vain."""
        name, content = kept.message_id, hashlib.sha256(kept.content).hexdigest()
        self._world.note("kept", to=kept.recipient, id=name, hash=content)
        before = self._kept.setdefault(name, [])
        before.append(content)
        doubts = self._world.server.unheard[name]
        if len(set(before)) > 1:
            raise Broken(f"{name} came {len(before)} times, and not the same")
        if len(before) > min(2, 1 + doubts):
            raise Broken(f"{name} came {len(before)} times, and was in doubt {doubts} times")
        with self._database.reading() as session:
            row = session.execute(_LETTER, {"name": name}).one_or_none()
            if row is None:
                raise Broken(f"the server was given {kept.message_id}, which the outbox does not know")
            if row.kind in CHASING:
                self._chases_rightly(session, kept, row)

    def _chases_rightly(self, session: Session, kept: Kept, row: Any) -> None:
        today = kept.at.astimezone(LONDON).date().isoformat()
        carried = session.execute(_CARRIED, {"letter": row.id}).all()
        dues = {one.milestone: str(one.due) for one in carried}
        about = json.loads(row.milestones)
        for milestone, state in self._states(session, about).items():
            if (milestone, kept.message_id, row.attempts) in self._being_sent or (row.uncertain and len(about) > 1):
                continue  # its DATA had begun, or its copy must be the same
            if state["state"] != "agreed":
                raise Broken(f"letter {row.id} ({row.kind}) chases {milestone}, which is {state['state']}")
            silence = state["silence"]
            if silence and today <= silence["until"]:
                raise Broken(f"letter {row.id} ({row.kind}) chases {milestone}, silenced until {silence['until']}")
            if milestone in dues and dues[milestone] != state["due"]:
                raise Broken(f"letter {row.id} chases {milestone} for {dues[milestone]}, due {state['due']}")

            if row.kind == "reminder":
                self._not_snoozed(row, milestone, state, [one.at for one in carried if one.milestone == milestone])

    def _not_snoozed(self, row: Any, milestone: str, state: dict[str, Any], fell_due: Iterable[object]) -> None:
        """A reminder that was written after a snooze must not have fallen due before its day."""
        until, snoozed_at = state["snoozed_until"], self._snoozed_at.get(milestone)
        if until is None or snoozed_at is None or instant(row.queued_at) <= snoozed_at:
            return
        for at in map(instant, fell_due):
            if at.astimezone(LONDON).date().isoformat() < until:
                raise Broken(f"letter {row.id} reminds of {milestone} for {at}, snoozed until {until} at {snoozed_at}")

    def _states(self, session: Session, milestones: Iterable[str]) -> dict[str, Any]:
        ids = list(milestones)
        rows = session.execute(_STATES, {"ids": ids}) if ids else ()
        return {row.id: json.loads(row.state_json) for row in rows}

    def on_death(self) -> None:
        """A process died, or its database failed it: what it was sending is in doubt."""
        with self._database.reading() as session:
            query = text("SELECT message_id FROM letter WHERE state = 'sending' AND stage = 'data'")
            for name in session.execute(query).scalars():
                self._world.server.unheard[name] += 1

    # --- mails, as they are handed over -----------------------------------------------------------------------------

    def on_handed_over(self, given: Given) -> None:
        """A mail is about to be taken in: from now on it may confirm what it rightly states."""
        name = hashlib.sha256(given.raw).hexdigest()
        if name in self._handed_over:
            self._handed_over_again.add(name)
            return
        self._handed_over[name] = given
        if given.what == "confirm" and given.honest and given.has_token:
            first = self._first_of(given)
            if first is not None:
                self._allow(first)
        elif given.honest and given.proved:
            self._allow(given)

    def on_accepted(self, raw: bytes) -> None:
        """The coordinator accepts a held reply: it may act as if its sender had been right."""
        given = self._handed_over[hashlib.sha256(raw).hexdigest()]
        first = self._first_of(given) if given.what == "confirm" else None
        self._allow(first or given)

    def allow_all(self, milestone: str, owners: Iterable[str]) -> None:
        """The coordinator confirms a milestone for its owners."""
        for owner in owners:
            self._may_confirm[milestone, owner] += 1

    def _allow(self, given: Given) -> None:
        for milestone in given.claims:
            self._may_confirm[milestone, given.post] += 1

    def _first_of(self, confirming: Given) -> Given | None:
        """Give the first reply that a second one confirms."""
        query = text(
            "SELECT i.sha256 FROM letter l JOIN inbound i ON i.id = l.caused_by"
            " WHERE l.message_id = :name AND l.occurrence_key LIKE 'challenge:%'"
        )
        with self._database.reading() as session:
            name = session.execute(query, {"name": confirming.answers}).scalar()
        return self._handed_over.get(name) if name else None

    def on_receipt(self, given: Given, receipt: dict[str, Any]) -> None:
        """A mail was decided: its verdict must be one that it may get."""
        self._world.note("reply", what=given.what, post=given.post, verdict=receipt["verdict"], why=receipt["reason"])
        again = {"duplicate"} if hashlib.sha256(given.raw).hexdigest() in self._handed_over_again else set()
        if receipt["verdict"] not in given.verdicts | again:
            raise Broken(
                f"a mail ({given.what} by {given.post}) got {receipt['verdict']!r} ({receipt['reason']}),"
                f" not {' or '.join(sorted(given.verdicts))}"
            )

    def must_confirm(self, given: Given) -> list[str]:
        """Give the milestones that a mail must confirm if it is taken in now, as nothing speaks against it."""
        name, now = hashlib.sha256(given.raw).hexdigest(), self._world.clock.now()
        today = now.astimezone(LONDON).date()
        files = self._world.files
        if not (given.honest and given.proved and given.claims) or name in self._handed_over_again:
            return []
        if files.holder_on(given.post, today) != given.sender:
            return []
        query = text("SELECT cycles, expires_at, revoked_at FROM letter WHERE message_id = :name")
        with self._database.reading() as session:
            letter = session.execute(query, {"name": given.answers}).one()
            states = self._states(session, given.claims)
        if letter.revoked_at is not None or instant(letter.expires_at) < now:
            return []
        cycles = json.loads(letter.cycles)
        return [
            one
            for one, state in states.items()
            if state["state"] == "agreed"
            and state["cycle"] == cycles.get(one)
            and any(owner["post"] == given.post and owner["confirmed_at"] is None for owner in state["owners"])
        ]

    def has_confirmed(self, given: Given, milestones: Iterable[str], receipt: dict[str, Any]) -> None:
        """Ask whether a mail confirmed what it had to."""
        with self._database.reading() as session:
            states = self._states(session, milestones)
        for milestone, state in states.items():
            owner = next((one for one in state["owners"] if one["post"] == given.post), None)
            if state["state"] not in {"claimed", "completed"} and not (owner and owner["confirmed_at"]):
                raise Broken(f"{given.post} said that {milestone} is complete, and it is not confirmed: {receipt}")

    def on_taken_in(self, given: Given) -> None:
        """The service said that it has the mail: from now on it must not be lost."""
        self._acknowledged.add(hashlib.sha256(given.raw).hexdigest())

    # --- the log ----------------------------------------------------------------------------------------------------

    def read_log(self) -> None:
        """Read what was logged since: confirmations must be allowed; what ends chasing is remembered."""
        query = text("SELECT seq, at, type, milestone, data FROM event WHERE seq > :seq ORDER BY seq")
        with self._database.reading() as session:
            for row in session.execute(query, {"seq": self._seq}).all():
                self._seq = row.seq
                if row.type == "completion_confirmed":
                    self._confirmed(session, row.milestone, json.loads(row.data)["post"], row.seq)
                if row.type == "milestone_snoozed":
                    self._snoozed_at[row.milestone] = datetime.fromisoformat(row.at)
                if row.type == "letter_failed":
                    self._failed_at[json.loads(row.data)["letter"]] = datetime.fromisoformat(row.at)
                if row.type in ENDS_CHASING or row.type == "milestone_updated":
                    self._let_go(session, row.milestone)

    def _confirmed(self, session: Session, milestone: str, post: str, seq: int) -> None:
        covers = text("SELECT deputy FROM absence WHERE post = :post")
        speakers = [post, POSTS[post].get("deputy"), *session.execute(covers, {"post": post}).scalars()]
        for speaker in speakers:
            if speaker and self._may_confirm[milestone, speaker] > 0:
                self._may_confirm[milestone, speaker] -= 1
                self.confirmed += 1
                return
        raise Broken(f"event {seq} confirms {milestone} for {post}, and no mail rightly said so")

    def _let_go(self, session: Session, milestone: str) -> None:
        """Remember which letters about a milestone cannot be called back: their DATA has begun, at this try."""
        for row in session.execute(_BEING_SENT, {"named": f'%"{milestone}"%'}):
            self._being_sent.add((milestone, row.message_id, row.attempts))

    # --- every week -------------------------------------------------------------------------------------------------

    def check(self, *, whole: bool) -> None:
        """Ask all that must hold now; `whole` adds the invariants that read the whole log."""
        self.read_log()
        if whole:
            found = broken(self._database, self._world.clock.now())
            if found:
                raise Broken(f"invariants: {found}")
        with self._database.reading() as session:
            self._each_once(session)
            self._all_decided(session)

    def _each_once(self, session: Session) -> None:
        query = text(
            "SELECT milestone, rule, rung, due, recipient, count(*) AS many FROM occurrence"
            " WHERE letter_id IS NOT NULL AND milestone IS NOT NULL"
            " GROUP BY milestone, rule, rung, due, recipient HAVING count(*) > 1"
        )
        twice = session.execute(query).all()
        if twice:
            raise Broken(f"owed twice: {twice}")

    def _all_decided(self, session: Session) -> None:
        query = text("SELECT sha256, state, verdict, reason FROM inbound")
        known = {row.sha256: row for row in session.execute(query)}
        lost = self._acknowledged - known.keys()
        if lost:
            raise Broken(f"mails that were taken in are gone: {sorted(lost)}")
        for row in known.values():
            if row.state != "received" and not row.verdict:
                raise Broken(f"a mail is {row.state} without a verdict")
            if "deciding it failed" in row.reason:
                raise Broken(f"a mail could not be decided: {row.reason}")

    # --- at the end -------------------------------------------------------------------------------------------------

    def check_ended(self) -> None:
        """Ask what must hold when all faults are over and nothing is left to do."""
        query = text("SELECT id, message_id, state, outcome, to_address, kind, due_at, queued_at FROM letter")
        with self._database.reading() as session:
            for row in session.execute(query):
                self._ended_rightly(row, len(self._kept.get(row.message_id, ())))
            undecided = session.execute(text("SELECT id FROM inbound WHERE state = 'received'")).scalars().all()
            waiting = session.execute(text("SELECT milestone FROM due")).scalars().all()
            unwritten = session.execute(text("SELECT key FROM occurrence WHERE letter_id IS NULL AND skipped IS NULL"))
            left = {"undecided": undecided, "unaddressed": waiting, "unwritten": unwritten.scalars().all()}
        if any(left.values()):
            raise Broken(f"left undone: {left}")

    def _ended_rightly(self, row: Any, copies: int) -> None:
        server = self._world.server
        doubts = server.unheard[row.message_id]
        if row.state not in ENDED:
            raise Broken(f"letter {row.id} ({row.kind}) is still {row.state}: {row.outcome}")
        if row.state == "sent" and not copies:
            raise Broken(f"letter {row.id} ({row.kind}) counts as sent and never came")
        if row.state != "sent" and copies > doubts:
            raise Broken(f"letter {row.id} ({row.kind}) is {row.state} ({row.outcome}) and came {copies} times")
        if row.state == "failed":
            refused = {row.to_address, row.message_id, ""} & server.refused
            began = max(instant(row.due_at), instant(row.queued_at))
            waited = self._failed_at.get(row.id, began) - began
            given_up = row.outcome.startswith("expired") and waited >= GIVES_UP_AFTER
            in_doubt = doubts >= (1 if self._world.files.terms["uncertain"] == "hold" else 2)
            if not (refused or given_up or in_doubt):
                raise Broken(f"letter {row.id} ({row.kind}) failed without cause: {row.outcome}")

    def digest(self) -> str:
        """Give the hash of the newest event: two runs alike end alike."""
        with self._database.reading() as session:
            newest = session.execute(text("SELECT hash FROM event ORDER BY seq DESC LIMIT 1")).scalar()
        return str(newest)


def instant(value: object) -> datetime:
    """Read an instant as a database gives it to plain SQL."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
