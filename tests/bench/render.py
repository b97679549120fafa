"""Measures composing: a letter, and the digests of a thousand boards, each beside the least that such work can cost.

`python -m tests.bench.render` prints one JSON line for each: medians in ms of interleaved rounds. The limit is the
same templates in an unguarded Jinja environment on values that are ready, and the lean MIME builder. `EmailMessage`
is measured beside it, to show what the lean builder saves.
"""

from __future__ import annotations

import email.policy
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage

from jinja2 import Environment

from milestones.domain.board import Board, Organisation, Post, Sector
from milestones.domain.digest import Covers, digest_for, survey
from milestones.domain.letter import Kind
from milestones.domain.marking import Marking
from milestones.domain.state import Milestone, Owner, Row, State
from milestones.domain.wording import FILTERS
from milestones.mail.letter import build, samples
from milestones.mail.letter.compose import REPLY_LINE, compose
from milestones.mail.letter.templates import HTML, PARTS, Templates, sandbox
from tests.templates_on_disk import shipped_sources

ROUNDS = 7
LETTER_GOAL_MS, DIGEST_GOAL = 0.6, 0.5
TEMPLATES = Templates(shipped_sources())
TODAY = date(2026, 12, 7)


def unguarded() -> Environment:
    """Give a plain Jinja environment with the same templates: no sandbox, no strictness."""
    plain = Environment(
        loader=sandbox(TEMPLATES.environment.loader).loader,
        autoescape=lambda name: name is not None and name.endswith(HTML),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    plain.filters.update(FILTERS)
    return plain


def least(kind: Kind, values: dict, headers: list[tuple[str, str]]) -> Callable[[], bytes]:
    """Give the least work for a letter: render its three templates on values that are ready, and build the bytes."""
    subject, text, html = (unguarded().get_template(f"{kind}/{part}") for part in PARTS)

    def work() -> bytes:
        subject.render(values)
        return build.alternative(headers, text.render(values), html.render(values), "<a@b.example>")

    return work


def values_of(letter: samples.LetterView) -> dict:
    """Give the values of a view as templates take them, nothing cleaned."""
    return {
        "letter": letter,
        "facts": letter.facts,
        "digest": letter.digest,
        "items": letter.items,
        "shown": letter.items,
        "withheld": (),
        "marking": "OFFICIAL",
        "reply_line": REPLY_LINE,
        "example": TODAY,
        "subject": "x",
    }


def headers_of(content: bytes) -> list[tuple[str, str]]:
    """Give the headers of a composed letter, ready to be written again."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    return [(name, value) for name, value in mail.items() if name not in {"MIME-Version", "Content-Type"}]


def with_email_message(content: bytes) -> Callable[[], bytes]:
    """Give the standard library's way to build the same mail."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    headers, text, html = headers_of(content), *(mail.get_body((part,)).get_content() for part in ("plain", "html"))

    def work() -> bytes:
        new = EmailMessage(policy=email.policy.SMTP)
        for name, value in headers:
            new[name] = value
        new.set_content(text)
        new.add_alternative(html, subtype="html")
        return new.as_bytes()

    return work


def in_turns(works: dict[str, tuple[Callable[[], object], int]]) -> dict[str, float]:
    """Run each work so many times, in turns, for all rounds; give the median milliseconds of one."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, (work, times) in works.items():
            began = time.perf_counter()
            for _ in range(times):
                work()
            taken[name].append((time.perf_counter() - began) / times * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def letters() -> dict[str, object]:
    """Compose a reminder."""
    letter = samples.letters()["reminder"]
    content = compose(TEMPLATES, letter).content
    took = in_turns(
        {
            "ours": (lambda: compose(TEMPLATES, letter), 300),
            "limit": (least(letter.kind, values_of(letter), headers_of(content)), 300),
            "email_message": (with_email_message(content), 30),
        }
    )
    return {
        "bench": "letter, ms",
        "ours": round(took["ours"], 3),
        "limit": round(took["limit"], 3),
        "ratio": round(took["limit"] / took["ours"], 2),
        "goal": f"under {LETTER_GOAL_MS} ms",
        "email_message_build_ms": round(took["email_message"], 3),
    }


def a_plan() -> tuple[Board, list[Milestone]]:
    """Give a board with forty milestones, as councils' plans have."""
    organisations = {str(n): Organisation(str(n), f"Organisation {n}", sector) for n, sector in enumerate(Sector)}
    posts = {f"post-{n}": Post(f"post-{n}", f"Post number {n}", str(n % 3), signatory=n < 3) for n in range(9)}
    board = Board("hum", "Humberside Prevent Board", "HUM", "post-8", organisations=organisations, posts=posts)
    states = (State.AGREED, State.AGREED, State.COMPLETED, State.AGREED, State.PROPOSED)
    plan = []
    for number in range(40):
        due = TODAY + timedelta(days=number * 7 - 90)
        owners = (Owner(f"post-{number % 9}"),)
        row = Row(
            "", f"Agree and publish the joint protocol number {number}", due, owners=owners, marking=Marking.OFFICIAL
        )
        plan.append(Milestone(f"HUM-{number}", "hum", row, states[number % 5], due, due, owners))
    return board, plan


def digests() -> dict[str, object]:
    """Build and compose the digest of one board, as is done for each of a thousand."""
    board, plan = a_plan()
    letter = samples.letters()["digest"]
    covers = Covers(since=TODAY - timedelta(days=7), anchor=f"9:{'ab' * 32}")

    def ours() -> bytes:
        digest = digest_for(survey(board, plan, TODAY, 28, (), covers, {}), ["post-1"], Marking.OFFICIAL)
        return compose(TEMPLATES, replace(letter, digest=digest)).content

    content = ours()
    ready = replace(
        letter, digest=digest_for(survey(board, plan, TODAY, 28, (), covers, {}), ["post-1"], Marking.OFFICIAL)
    )
    took = in_turns({"ours": (ours, 100), "limit": (least(letter.kind, values_of(ready), headers_of(content)), 100)})
    return {
        "bench": "digest of a board with 40 milestones, ms",
        "ours": round(took["ours"], 3),
        "limit": round(took["limit"], 3),
        "ratio": round(took["limit"] / took["ours"], 2),
        "goal": f"{DIGEST_GOAL} of the limit",
    }


if __name__ == "__main__":
    for bench in (letters, digests):
        print(json.dumps(bench()))
