"""One made-up letter of each kind, and the hard cases of some. `mail.letter.trial` tries every template on them.

The people, posts and milestones are invented; the domains are reserved for examples (RFC 2606).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from milestones.domain.digest import Covers, Digest, Line
from milestones.domain.letter import Kind
from milestones.domain.marking import Marking
from milestones.domain.tally import Count
from milestones.mail.letter.view import ItemView, LetterView

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2026, 12, 10)

FORM = ItemView(
    id="HUM-1",
    title="Pilot the Prevent referral form in two divisions",
    due=date(2026, 12, 7),
    marking=Marking.OFFICIAL,
    rule="line-manager",
    plan_ref="4.2",
    objective="Objective 4: work with sectors and institutions",
    measure="Form in use in two divisions, with ten referrals reviewed by the panel",
    owners="BCU Commander (lead) and Head of Schools",
    criteria=("2008/09: 4. A strategic partnership", "2024: 4. Reducing permissive environments"),
    days_late=3,
    baseline_due=date(2026, 9, 30),
    redated=2,
)
TRAINING = ItemView(
    id="HUM-4",
    title="Train every ward manager to recognise and refer",
    due=date(2026, 12, 24),
    marking=Marking.OFFICIAL,
    rule="fortnight",
    plan_ref="6.1",
    action="Two half-day courses, one for each shift",
    measure="95 % of ward managers trained",
    owners="Head of Safeguarding (lead)",
    days_late=-14,
)
VENUES = ItemView(
    id="HUM-9",
    title="Agree a venue hire policy with town and parish councils",
    due=date(2026, 12, 31),
    marking=Marking.OFFICIAL_SENSITIVE,
    owners="Head of Communities (lead)",
    days_late=-21,
    rule="fortnight",
)
_LETTER = LetterView(
    kind=Kind.REMINDER,
    board="Humberside Prevent Board",
    recipient_name="A. Holder",
    recipient_post="BCU Commander",
    recipient_address="bcu@humberside.police.example",
    sender="milestones@prevent.council.example",
    sender_name="Humberside Prevent Board",
    reply_to="replies+aeaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@prevent.council.example",
    message_id="<sample@prevent.council.example>",
    references=("<before@prevent.council.example>",),
    date=datetime(2026, 12, 10, 9, 0, tzinfo=timezone(timedelta(0))),
    loop_mark="0" * 32,
    ask="Prevent Coordinator, J. Keeper, prevent@council.example",
    marking=Marking.OFFICIAL,
    clearance=Marking.OFFICIAL,
    why="you own HUM-1 (lead)",
)


def letters() -> Mapping[str, LetterView]:
    """Give the samples by name; a name begins with its kind."""
    return {**_chasing(), **_agreement(), **_answers(), **_decisions(), **_rest()}


def _of(kind: Kind, *items: ItemView, **changed: object) -> LetterView:
    return replace(_LETTER, kind=kind, items=items, **changed)  # type: ignore[arg-type] # fields of the view by name


def _chasing() -> dict[str, LetterView]:
    escalated = replace(
        FORM,
        history=(
            "23 November 2026: reminder to BCU Commander",
            "8 December 2026: reminder to OSCT Communications",
        ),
    )
    then = "we write to Strategic Lead on Monday 14 December 2026"
    return {
        "reminder": _of(Kind.REMINDER, FORM, rule="overdue", next_step=then, also_to=("Head of Schools",)),
        "reminder_several": _of(
            Kind.REMINDER,
            replace(FORM, days_late=0, due=TODAY),
            TRAINING,
            VENUES,
            rule="due,fortnight",
            next_step=then,
            stands_for="Superintendent CSU",
        ),
        "reminder_withheld": _of(Kind.REMINDER, VENUES, rule="fortnight", next_step=then),
        "reminder_sensitive": _of(Kind.REMINDER, VENUES, rule="fortnight", clearance=Marking.OFFICIAL_SENSITIVE),
        "escalation": _of(
            Kind.ESCALATION,
            escalated,
            rule="line-manager",
            recipient_name="C. Lead",
            recipient_post="Strategic Lead",
            why="BCU Commander owns it and reports to you; the schedule sends this escalation on its day",
            copied_to=("BCU Commander", "Head of Schools"),
            next_step="we write to BCU Commander and Chief Executive on Monday 28 December 2026",
        ),
        "escalation_several": _of(
            Kind.ESCALATION, escalated, replace(TRAINING, days_late=5), VENUES, rule="joint", copy=True
        ),
    }


def _agreement() -> dict[str, LetterView]:
    agreed = replace(FORM, outcome="agreed", by="Chief Executive")
    objected = replace(TRAINING, outcome="objected", by="Chief Executive", reason="the courses are not paid for")
    facts = {"sector": "the police"}
    return {
        "agreement_request": _of(Kind.AGREEMENT_REQUEST, FORM, TRAINING, why="you sign for your sector", facts=facts),
        "agreement_request_one": _of(Kind.AGREEMENT_REQUEST, FORM),
        "agreement_result": _of(Kind.AGREEMENT_RESULT, objected),
        "agreement_result_agreed": _of(Kind.AGREEMENT_RESULT, agreed),
        "agreement_result_several": _of(Kind.AGREEMENT_RESULT, agreed, objected),
        "assignment": _of(
            Kind.ASSIGNMENT,
            replace(FORM, days_late=-30, redated=0),
            facts={"agreed_on": TODAY, "minute": "14/2026", "first_reminder": date(2027, 1, 4)},
        ),
        "assignment_several": _of(Kind.ASSIGNMENT, FORM, TRAINING),
    }


def _answers() -> dict[str, LetterView]:
    complete = replace(
        FORM,
        understood="it is complete",
        effect="Your confirmation is recorded. It still waits for Head of Schools.",
    )
    extend = replace(
        TRAINING,
        understood="you ask for more time, until Thursday 14 January 2027",
        effect="The coordinator decides; you will hear.",
    )
    unclear = replace(TRAINING, reason="it says both that it is done and that it is not")
    refused = replace(VENUES, marking=Marking.OFFICIAL, understood="it is complete", reason="you do not own it")
    return {
        "acknowledgement": _of(Kind.ACKNOWLEDGEMENT, complete, extend, facts={"seen_by": ("Prevent Coordinator",)}),
        "clarification": _of(Kind.CLARIFICATION, unclear),
        "clarification_several": _of(Kind.CLARIFICATION, unclear, FORM, facts={"problem": "It names no milestone"}),
        "clarification_challenge": _of(Kind.CLARIFICATION, complete, facts={"challenge": True}),
        "clarification_bare": _of(Kind.CLARIFICATION),
        "clarification_agreement": _of(Kind.CLARIFICATION, unclear, facts={"about": "agreement_request"}),
        "clarification_decision": _of(Kind.CLARIFICATION, unclear, facts={"about": "decision_request"}),
        "refusal": _of(Kind.REFUSAL, refused),
        "refusal_bare": _of(Kind.REFUSAL, facts={"reason": "The letter that you answered has expired"}),
    }


def _decisions() -> dict[str, LetterView]:
    asked = replace(
        TRAINING,
        request="extension",
        by="Head of Safeguarding",
        reason="the trainer is ill until January",
        old_due=TRAINING.due,
        new_due=date(2027, 1, 14),
        redated=1,
    )
    claim = replace(FORM, request="claim", by="BCU Commander")
    passed = replace(FORM, request="reassignment", by="BCU Commander", reason="moved to the CSU in November")
    withdrawn = replace(TRAINING, request="withdrawal", reason="")
    return {
        "decision_request": _of(Kind.DECISION_REQUEST, asked, why="you keep the programme"),
        "decision_request_claim": _of(Kind.DECISION_REQUEST, claim),
        "decision_request_reassignment": _of(Kind.DECISION_REQUEST, passed),
        "decision_request_several": _of(Kind.DECISION_REQUEST, asked, claim, replace(passed, passed_to="Head of CSU")),
        "decision": _of(Kind.DECISION, _approved(asked), why="you own HUM-4 (lead)"),
        "decision_rejected": _of(Kind.DECISION, _rejected(asked)),
        "decision_several": _of(
            Kind.DECISION,
            _approved(claim),
            _rejected(claim),
            _approved(replace(passed, passed_to="Head of CSU")),
            _rejected(passed),
            _approved(withdrawn),
        ),
    }


def _approved(item: ItemView) -> ItemView:
    return replace(item, outcome="approved", by="Prevent Coordinator", reason="")


def _rejected(item: ItemView) -> ItemView:
    return replace(item, outcome="rejected", by="Prevent Coordinator", reason="the inspection is in January")


def _rest() -> dict[str, LetterView]:
    lines = (
        "Mail to BCU Commander at bcu@humberside.police.example comes back: no such mailbox.",
        "Until the board's file names a new holder, letters for this post go to you.",
    )
    facts = {"headline": "A letter to BCU Commander could not be delivered.", "lines": lines}
    return {
        "notice": _of(Kind.NOTICE, FORM, facts=facts, why="you lead Humberside Police on this board"),
        "notice_bare": _of(
            Kind.NOTICE, facts={"headline": "schedules.toml was refused", "lines": ("schedules.toml:12",)}
        ),
        "digest": _of(Kind.DIGEST, digest=_digest(), rule="weekly", list_id="humberside.prevent.council.example"),
        "digest_empty": _of(
            Kind.DIGEST, digest=_nothing(), rule="weekly", list_id="humberside.prevent.council.example"
        ),
    }


def _digest() -> Digest:
    form = Line(
        "HUM-1",
        FORM.title,
        FORM.due,
        days_late=3,
        owners="BCU Commander, Head of Schools",
        redated=2,
        baseline_due=FORM.baseline_due,
        lateness="amber",
        declared="green",
        disagrees=True,
    )
    training = Line(
        "HUM-4", TRAINING.title, TRAINING.due, days_late=-14, owners="Head of Safeguarding", lateness="green"
    )
    return replace(
        _nothing(),
        waiting=(
            replace(form, note="late: say that it is done, or by when"),
            Line("HUM-9", due=VENUES.due, withheld=True),
        ),
        moved=(
            Line("HUM-2", "Publish the local risk assessment", note="completed"),
            replace(training, note="re-dated from 30 November 2026 to 24 December 2026"),
        ),
        late=(form,),
        due_soon=(training, Line("HUM-9", due=VENUES.due, withheld=True, days_late=-21)),
        blocked=(replace(training, note="the trainer is ill until January"),),
        proposed=(Line("HUM-11", "Review the communications plan", date(2027, 3, 31), note="waits for partner"),),
        held=("HUM-12", "HUM-13"),
        replies=2,
        covers=Covers(
            since=date(2026, 11, 30),
            missed=(date(2026, 12, 7),),
            failed=1,
            bounced=1,
            unreachable=(("Licensing Manager", date(2026, 12, 9)),),
            anchor=f"482:{'3fa9c1e07b52d684' * 4}",
        ),
        all=Count("Humberside Prevent Board", 13, 5, 1),
        agencies=(
            Count("Humberside Police", 6, 2, 1),
            Count("Hull City Council", 5, 3, 0),
            Count("Humber NHS Trust", 2, 0, 0),
        ),
        criteria=(Count("4 A strategic partnership", 7, 3, 1), Count("6 Staff know what to do", 4, 2, 0)),
        marking=Marking.OFFICIAL,
    )


def _nothing() -> Digest:
    return Digest(
        board="Humberside Prevent Board",
        day=TODAY,
        until=TODAY + timedelta(days=28),
        covers=Covers(anchor=f"1:{'00' * 32}"),
        all=Count("Humberside Prevent Board", 0, 0, 0),
    )
