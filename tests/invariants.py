"""The invariants I1 to I20 of docs/guarantees.md: each question gives what breaks it, so a sound run gives nothing.

`broken` asks the database alone and may be asked at any moment, whatever was killed a moment ago. The others compare it
with something outside: `broken_at_sink` with what a mail server took (I3 to I6, I8, I9), `broken_at_source` with what
was acknowledged to whoever brought mail (I15), `broken_by_config` with the configurations that ran (I8, I13, I18, I19),
`broken_in_log` with what was logged (I20). Soak, simulator and kill tests all call these.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import text
from sqlmodel import select

from milestones.domain.access import may_speak_for
from milestones.domain.board import Absence
from milestones.domain.evolve import evolve
from milestones.domain.marking import Marking
from milestones.domain.state import State
from milestones.mail.address import token_in
from milestones.mail.inbound.evidence import evidence
from milestones.mail.inbound.parse import parse
from milestones.store import log, queries
from milestones.store.tables import EventRow, InboundRawRow, InboundRow, LetterContentRow, LetterRow, MilestoneRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlmodel import Session

    from milestones.settings.read import Configuration
    from milestones.store.database import Database

Broken = dict[str, list[Any]]

GRACE = timedelta(hours=2)
"""Longer than any lease and any wait for a channel that was shut."""

HANDOVER = timedelta(minutes=2)
"""For so long after one process has noted an edit another may still decide by what ran before."""

MOST_ANSWERS_AN_HOUR = 20

UNDO_WITHIN = timedelta(days=1)

WAITING = {"held", "quarantined", "challenged"}
"""Verdicts after which a person may still decide otherwise, once."""

QUESTIONS = {
    "I1 what is owed has a letter, a reason, or is new": (
        "SELECT key FROM occurrence WHERE letter_id IS NULL AND skipped IS NULL AND at < :old"
    ),
    "I1 a letter that is named is there": (
        "SELECT o.key FROM occurrence o LEFT JOIN letter l ON l.id = o.letter_id"
        " WHERE o.letter_id IS NOT NULL AND l.id IS NULL"
    ),
    "I2 every letter has ended or has a future": (
        "SELECT id FROM letter WHERE state NOT IN ('sent', 'failed', 'cancelled') AND queued_at < :old"
        " AND (next_attempt_at IS NULL OR next_attempt_at < :old) AND (lease_until IS NULL OR lease_until < :old)"
    ),
    "I2 what is deferred says until when": (
        "SELECT id FROM letter WHERE state = 'deferred' AND next_attempt_at IS NULL"
    ),
    "I3 what was sent says when": "SELECT id FROM letter WHERE state = 'sent' AND (sent_at IS NULL OR attempts < 1)",
    "I5 doubts are few": "SELECT id FROM letter WHERE uncertain > 2",
    "I6 what is to go has its bytes": (
        "SELECT id FROM letter WHERE state IN ('queued', 'deferred', 'sending') AND id NOT IN"
        " (SELECT letter_id FROM letter_content)"
    ),
    "I7 one occurrence, one letter": "SELECT occurrence_key FROM letter GROUP BY occurrence_key HAVING count(*) > 1",
    "I9 only what is being sent is leased": (
        "SELECT id FROM letter WHERE (state = 'sending') <> (lease_token IS NOT NULL)"
    ),
    "I10 a mail acts once": (
        "SELECT message_id FROM inbound WHERE message_id IS NOT NULL GROUP BY message_id HAVING count(*) > 1"
    ),
    "I14 no letter of a revoked token waits": (
        "SELECT id FROM letter WHERE revoked_at IS NOT NULL AND state IN ('queued', 'deferred')"
    ),
    "I15 every mail is decided or being decided": (
        "SELECT id FROM inbound WHERE state = 'received' AND received_at < :old"
        " AND (lease_until IS NULL OR lease_until < :old)"
    ),
    "I15 what was decided says how": "SELECT id FROM inbound WHERE state <> 'received' AND verdict IS NULL",
    "I16 no robot is answered": (
        "SELECT l.id FROM letter l JOIN inbound i ON i.id = l.caused_by"
        " WHERE i.verdict IN ('auto_reply', 'bounce', 'ignored') AND l.kind IN ('acknowledgement', 'clarification')"
    ),
    "I17 the log is contiguous": (
        "SELECT seq FROM event e WHERE seq > 1 AND NOT EXISTS (SELECT 1 FROM event p WHERE p.seq = e.seq - 1)"
    ),
}

_HELD, _PROPOSED, _AGREED, _CLAIMED, _DONE, _GONE = (state.value for state in State)

MOVES: dict[str, set[tuple[str | None, str]]] = {
    "milestone_imported": {(None, _HELD), (None, _PROPOSED), (None, _AGREED)},
    "milestone_updated": {
        (_HELD, _HELD), (_PROPOSED, _PROPOSED), (_PROPOSED, _HELD), (_AGREED, _AGREED), (_CLAIMED, _CLAIMED),
    },
    "milestone_released": {(_HELD, _PROPOSED), (_HELD, _AGREED)},
    "sector_agreed": {(_PROPOSED, _PROPOSED)},
    "objection_raised": {(_PROPOSED, _PROPOSED)},
    "milestone_agreed": {(_PROPOSED, _AGREED)},
    "completion_confirmed": {(_AGREED, _AGREED)},
    "milestone_claimed": {(_AGREED, _CLAIMED)},
    "milestone_completed": {(_AGREED, _DONE), (_CLAIMED, _DONE)},
    "claim_rejected": {(_CLAIMED, _AGREED)},
    "confirmation_undone": {(_AGREED, _AGREED), (_CLAIMED, _AGREED), (_DONE, _AGREED)},
    "extension_requested": {(_AGREED, _AGREED)},
    "milestone_withdrawn": {(_HELD, _GONE), (_PROPOSED, _GONE), (_AGREED, _GONE), (_CLAIMED, _GONE)},
}  # fmt: skip
"""I12: the moves that docs/states.md draws, by event; every other event leaves the state as it is."""


class Taken(Protocol):
    """A letter that a mail server took: its Message-ID, the envelope's recipients, its bytes."""

    message_id: str
    recipients: tuple[str, ...]
    content: bytes


def broken(database: Database, now: datetime) -> Broken:
    """Give each invariant that the database alone shows broken at `now`, with what breaks it."""
    found: Broken = {}
    with database.reading() as session:
        for name, question in QUESTIONS.items():
            wanted = {"old": now - GRACE} if ":old" in question else {}
            found[name] = [row[0] for row in session.execute(text(question), wanted)]
        found["I10 a decision is recorded once"] = list(_decided_twice(session))
        found["I11 I17 states and chain are what the events give"] = list(log.faults(session))
        found["I12 only legal moves"] = list(_illegal_moves(session))
        found["I16 no mailbox is answered more than twenty times an hour"] = list(_answered_too_often(session))
    return _only_broken(found)


def _only_broken(found: Broken) -> Broken:
    return {name: rows for name, rows in found.items() if rows}


def _decided_twice(session: Session) -> Iterator[str]:
    """I10, I17: one `reply_taken_in` a mail; a second one only where the first left it to a person to decide."""
    verdicts: defaultdict[int, list[str]] = defaultdict(list)
    for data in session.exec(select(EventRow.data).where(EventRow.type == "reply_taken_in").order_by(EventRow.seq)):
        told = json.loads(data)
        verdicts[told["inbound"]].append(told["verdict"])
    for inbound, told in verdicts.items():
        if any(verdict not in WAITING for verdict in told[:-1]):
            yield f"reply {inbound}: {told}"
    for inbound in session.exec(select(InboundRow.id).where(InboundRow.verdict == "accepted")):
        if inbound not in verdicts:
            yield f"reply {inbound} was accepted without an event"


def _illegal_moves(session: Session) -> Iterator[str]:
    states: dict[str, Any] = {}
    for entry in log.entries(session):
        event = log.event_of(entry["type"], log.canonical(entry["data"]))
        name = entry["milestone"]
        if event is None or name is None:
            continue
        before, at = states.get(name), datetime.fromisoformat(entry["at"])
        after = states[name] = evolve(name, before, event, at)
        was = before.state.value if before is not None else None
        allowed = MOVES.get(entry["type"])
        if (was, after.state.value) not in allowed if allowed is not None else was != after.state.value:
            yield f"event {entry['seq']}: {entry['type']} took {name} from {was} to {after.state}"
        elif entry["type"] == "confirmation_undone":
            confirmed_at = getattr(before.owner(event.post), "confirmed_at", None)
            if confirmed_at is None or at - confirmed_at > UNDO_WITHIN:
                yield f"event {entry['seq']}: {name} was undone without a confirmation of that day"
        elif entry["type"] == "milestone_completed" and not any(owner.confirmed_at for owner in before.owners):
            yield f"event {entry['seq']}: {name} was completed, and nobody had confirmed it"


def _answered_too_often(session: Session) -> Iterator[str]:
    answers: defaultdict[str, list[datetime]] = defaultdict(list)
    query = select(LetterRow.to, LetterRow.queued_at).where(LetterRow.caused_by.is_not(None))
    for to, queued_at in session.exec(query.order_by(LetterRow.queued_at)):
        answers[to].append(queued_at)
    for to, instants in answers.items():
        # A mail that is answered at all may be owed three letters at once: what was understood, asked back, refused.
        most = MOST_ANSWERS_AN_HOUR + 3
        if any(late - early < timedelta(hours=1) for early, late in zip(instants, instants[most:], strict=False)):
            yield to


def broken_at_sink(database: Database, taken: Iterable[Taken], overlaps: Iterable[str] = ()) -> Broken:
    """Compare the outbox with every letter that a mail server took; `overlaps` are letters in two DATA at once.

    Letters may be in flight: what was taken and is not recorded yet is a copy that its doubt will count.
    """
    with database.reading() as session:
        rows = {row.message_id: row for row in session.exec(select(LetterRow))}
        query = select(LetterRow.message_id, LetterContentRow.content)
        ours = dict(session.exec(query.join(LetterContentRow, LetterContentRow.letter_id == LetterRow.id)).all())
    taken = list(taken)
    copies = Counter(one.message_id for one in taken)
    found: Broken = {
        "I3 what is sent was taken": [
            key for key, row in rows.items() if row.state == "sent" and key not in copies and row.sent_at is not None
        ],
        "I4 what was taken was queued": [key for key in copies if key not in rows],
        "I5 a copy for each doubt": [key for key, n in copies.items() if key in rows and n > 1 + rows[key].uncertain],
        "I5 never more often than twice": [key for key, count in copies.items() if count > 2],
        "I5 what failed was refused for good, given up or twice in doubt": [
            key for key, row in rows.items() if row.state == "failed" and not _had_to_fail(row, copies[key])
        ],
        "I6 what was taken are the bytes kept": [
            one.message_id for one in taken if one.message_id in ours and one.content != ours[one.message_id]
        ],
        "I8 one recipient, the letter's own": [
            one.message_id for one in taken if one.message_id in rows and one.recipients != (rows[one.message_id].to,)
        ],
        "I9 one sender at a time": list(overlaps),
    }
    return _only_broken(found)


def _had_to_fail(row: LetterRow, copies: int) -> bool:
    """Say whether a failed letter had a reason to: a letter that was never in doubt was refused, by name, or aged."""
    if "in doubt" in row.outcome or "perhaps delivered" in row.outcome:
        return row.uncertain >= 1
    return copies <= row.uncertain and bool(row.outcome)


def broken_at_source(database: Database, acknowledged: Iterable[bytes]) -> Broken:
    """I15: every mail that was acknowledged is on disk, whole, below the trace lines that its way in wrote."""
    with database.reading() as session:
        kept = {_below_trace(raw) for raw in session.exec(select(InboundRawRow.raw))}
    lost = [raw[:200] for raw in acknowledged if _below_trace(raw) not in kept]
    return _only_broken({"I15 what was acknowledged is on disk": lost})


def _below_trace(raw: bytes) -> bytes:
    while raw.startswith((b"Return-Path:", b"Delivered-To:")):
        raw = raw.partition(b"\r\n")[2]
    return raw.rstrip(b"\r\n")


def broken_by_config(database: Database, configs: Mapping[str, Configuration]) -> Broken:
    """Judge letters and confirmations by the configuration that ran when they were made; `configs` by their hash."""
    with database.reading() as session:
        letters = list(session.exec(select(LetterRow)))
        contents = dict(session.exec(select(LetterContentRow.letter_id, LetterContentRow.content)).all())
        loaded = [
            json.loads(data)["hash"]
            for data in session.exec(
                select(EventRow.data).where(EventRow.type == "configuration_loaded").order_by(EventRow.seq)
            )
        ]
        states = [json.loads(one) for one in session.exec(select(MilestoneRow.state_json))]
        found: Broken = {
            "I8 the recipient holds the post that day": list(_unregistered(letters, configs)),
            "I13 who confirmed was entitled to": list(_unentitled(session, configs)),
            "I17 every failure is told once": list(_failures_untold(session)),
            "I18 the marking stands first": [row.id for row in letters if not _marked(row, contents.get(row.id))],
            "I18 no title above the letter's marking": list(_shown_too_far(letters, contents, states)),
            "I19 what runs is what was noted": _not_noted(loaded, queries.meta(session, "config.hash")),
            "I19 each letter was written under a whole configuration": [
                row.id for row in letters if row.config_hash not in configs
            ],
            "I19 no configuration was noted twice": [one for one, other in itertools.pairwise(loaded) if one == other],
        }
    return _only_broken(found)


def _not_noted(loaded: list[str], noted: str | None) -> list[object]:
    return [] if (loaded[-1] if loaded else None) == noted else [noted]


def _unregistered(letters: Iterable[LetterRow], configs: Mapping[str, Configuration]) -> Iterator[str]:
    """I8; whoever loses a post by an edit hears of it once more, by a notice, at the address held before."""
    for row in letters:
        if row.config_hash not in configs or _holds(configs[row.config_hash], row):
            continue
        if row.kind != "notice" or not any(_holds(config, row) for config in configs.values()):
            yield f"letter {row.id}, {row.kind} to {row.to} for {row.post} of {row.queued_at}, {row.state}"


def _holds(config: Configuration, row: LetterRow) -> bool:
    post = config.boards[row.board].posts.get(row.post)
    holder = post and post.holder_on(config.calendars[row.board].today(row.queued_at))
    return holder is not None and holder.email == row.to


def _failures_untold(session: Session) -> Iterator[str]:
    told = Counter(
        json.loads(data)["letter"]
        for data in session.exec(select(EventRow.data).where(EventRow.type == "letter_failed"))
    )
    failed = set(session.exec(select(LetterRow.id).where(LetterRow.state == "failed")))
    yield from (f"letter {one} failed and its event is missing" for one in failed if one not in told)
    yield from (f"letter {one} failed {count} times" for one, count in told.items() if count > 1)


def _marked(row: LetterRow, content: bytes | None) -> bool:
    if content is None or not row.marking:
        return True
    mail = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(("plain",))
    lines = [line for line in body.get_content().splitlines() if line.strip()] if body is not None else [""]
    # Below the bottom marking a digest carries the anchor of the log, and nothing else.
    last = lines[-2] if lines[-1].startswith("log ") else lines[-1]
    return str(mail["Subject"]).startswith(row.marking) and lines[0] == last == row.marking


def _shown_too_far(letters: list[LetterRow], contents: Mapping[int, bytes], states: list[Any]) -> Iterator[str]:
    sensitive = [(one["id"], one["row"]["title"], Marking(one["row"]["marking"])) for one in states]
    sensitive = [one for one in sensitive if one[2] is Marking.OFFICIAL_SENSITIVE]
    if not sensitive:
        return
    for row in letters:
        content = contents.get(row.id)
        if content is None or Marking(row.marking).allows(Marking.OFFICIAL_SENSITIVE):
            continue
        body = message_from_bytes(content, policy=policy.default).get_body(("plain",))
        shown = " ".join(body.get_content().split()) if body is not None else ""
        yield from (f"letter {row.id} shows {name}" for name, title, _ in sensitive if title in shown)


def _unentitled(session: Session, configs: Mapping[str, Configuration]) -> Iterator[str]:
    """I13, I14: each confirmation by mail came from the owner's holder or deputy that day, by a good token, proved."""
    noted: list[tuple[str, datetime]] = []
    absences: list[tuple[str, Absence]] = []
    confirmed: list[EventRow] = []
    for row in session.exec(select(EventRow).order_by(EventRow.seq)):
        data = json.loads(row.data)
        if confirmed and confirmed[0].at != row.at:
            confirmed = []  # by hand: no reply follows in the same transaction
        if row.type == "configuration_loaded":
            noted.append((data["hash"], datetime.fromisoformat(row.at)))
        elif row.type == "absence_recorded":
            absences.append((data["board"], _absence(data)))
        elif row.type == "completion_confirmed":
            confirmed.append(row)
        elif row.type == "reply_taken_in" and confirmed:
            reply = session.get(InboundRow, data["inbound"])
            ran = _may_have_run(configs, noted, datetime.fromisoformat(row.at))
            if reply is not None and reply.verdict == "accepted" and ran and _says_so(reply, confirmed):
                faults = [_entitlement_fault(session, reply, confirmed, config, absences) for config in ran]
                if all(faults):
                    yield f"event {confirmed[0].seq}, reply {reply.id}: {faults[0]}"
            confirmed = []


def _may_have_run(
    configs: Mapping[str, Configuration], noted: list[tuple[str, datetime]], at: datetime
) -> list[Configuration]:
    """Give the configurations by which a process may have decided at `at`: `configs` in the order of their edits.

    The one noted last, one that was saved since and is not noted yet, and for a moment the one before.
    """
    if not noted or noted[-1][0] not in configs:
        return []
    order = list(configs)
    ran = order[order.index(noted[-1][0]) :]
    if len(noted) > 1 and at - noted[-1][1] < HANDOVER and noted[-2][0] in configs:
        ran.append(noted[-2][0])
    return [configs[one] for one in ran]


def _absence(data: dict[str, Any]) -> Absence:
    days = {name: datetime.fromisoformat(data[name]).date() for name in ("since", "until")}
    return Absence(data["post"], days["since"], days["until"], data["deputy"], "")


def _says_so(reply: InboundRow, confirmed: list[EventRow]) -> bool:
    named = {action["milestone"] for action in json.loads(reply.actions) if action["intent"] == "complete"}
    return {row.milestone for row in confirmed} <= named


def _entitlement_fault(
    session: Session,
    reply: InboundRow,
    confirmed: list[EventRow],
    config: Configuration,
    absences: list[tuple[str, Absence]],
) -> str | None:
    letter = session.get(LetterRow, reply.letter_id) if reply.letter_id else None
    if letter is None:
        return "it answers no letter"
    at = datetime.fromisoformat(confirmed[0].at)
    if letter.expires_at is not None and letter.expires_at < at:
        return "its token had expired"
    board = config.boards[letter.board]
    day = config.calendars[letter.board].today(at)
    held = [post.id for post in board.posts_held_by(reply.sender or "", day)]
    covering = [absence for slug, absence in absences if slug == letter.board]
    for row in confirmed:
        if not may_speak_for(held, json.loads(row.data)["post"], board, covering, day):
            return f"{reply.post} speaks for {json.loads(row.data)['post']}"
    return _proof_fault(session, reply, letter, config)


def _proof_fault(session: Session, reply: InboundRow, letter: LetterRow, config: Configuration) -> str | None:
    """Say what the proof lacks; a reply that was accepted by the coordinator, or by a second reply, had its own."""
    raw = session.get(InboundRawRow, reply.id)
    if raw is None or reply.reason.startswith("accepted by") or letter.occurrence_key.startswith("challenge:"):
        return None
    mail, replies = parse(raw.raw), config.service.replies
    if not token_in(mail.recipients, replies.address):
        return "it carries no token"
    if replies.require == "aligned" and not evidence(mail, replies.profile, replies.trusted_authserv_id).aligned:
        return "its sender is not proved"
    return None


def broken_in_log(database: Database, logged: str, secrets: Iterable[str], words: Iterable[str] = ()) -> Broken:
    """I20: what was logged names no secret, no token, no address, no words of a mail; `words` are what mails said."""
    with database.reading() as session:
        tokens = list(session.exec(select(LetterRow.token_id)))
        addresses = set(session.exec(select(LetterRow.to)))
    found: Broken = {
        "I20 no secret is logged": ["a secret" for secret in secrets if secret in logged],
        "I20 no token is logged": [token for token in tokens if token in logged],
        "I20 no address is logged": [address for address in addresses if address in logged],
        "I20 no words of a mail are logged": [one for one in words if one in logged],
    }
    return _only_broken(found)
