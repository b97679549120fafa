"""Ten weeks of a partnership's programme of action, September to November 2008: who does what, and when.

The plan is the published one (plan.csv); what people answer to it is invented. Knows no page and no files.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jobs.demo import clients
from jobs.demo.office import HERE, london
from milestones.domain.state import OwnerKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from jobs.demo.clients import Letter
    from jobs.demo.office import Office

BEGINS = "2008-09-08 07:30"
ENDS = "2008-11-18 09:00"

DATES = {
    "App 1-3": (date(2008, 10, 10), "the Inspector can have every team briefed by then"),
    "App 1-4": (date(2009, 3, 31), "the criteria are for the year that ends then"),
    "App 1-6": (date(2008, 10, 31), "agreed by telephone with the hub and the Government Office"),
    "App 1-7": (date(2008, 10, 3), "the Chief Constable decides in September"),
    "para 13": (date(2008, 10, 31), "the later of the two months written"),
    "para 14a": (date(2008, 11, 14), "in time for the committee on 18 November"),
    "para 14b": (date(2008, 10, 24), "the Superintendent's own date"),
    "para 16b": (date(2008, 10, 17), "before half-term"),
    "para 16c": (date(2008, 11, 7), "in time for the committee's papers"),
    "para 22b": (date(2008, 10, 31), "the answer of OSCT: by the end of October"),
    "rec (iii)": (date(2008, 11, 18), "paragraph 21 names the day of the next meeting"),
    "rec (iv)": (date(2008, 11, 18), "paragraph 21 names the day of the next meeting"),
}
"""What the coordinator answers about rows that are held; the others stay held, with their questions."""


class Story:
    """Plays the ten weeks in an office; `on_day` hears of each instant that was reached."""

    def __init__(self, office: Office, on_day: Callable[[datetime], None]) -> None:
        self._office = office
        self._on_day = on_day
        self._ids: dict[str, str] = {}

    async def play(self) -> None:
        """Play it from beginning to end."""
        self._take_in()
        await self._agree()
        await self._september()
        await self._early_october()
        await self._late_october()
        await self._november()
        await self._office.until(self._pass(ENDS), self._on_day)

    def _pass(self, moment: str) -> str:
        self._on_day(london(moment))
        return moment

    async def _answer(
        self,
        moment: str,
        letter: tuple[str, str, str],
        write: Callable[[clients.Answer], bytes],
        words: str,
        note: str,
        *,
        sender: str | None = None,
        to: str | None = None,
    ) -> None:
        """Let a post answer its newest letter (post, kind, reference in the plan) in the words of its client."""
        await self._office.until(self._pass(moment), self._on_day)
        post, kind, reference = letter
        found = self._letter(post, kind, reference)
        words = words.format_map({name.replace(" ", "_"): known for name, known in self._ids.items()})
        await self._office.answer(moment, found, write, words, sender=sender, to=to, note=note)

    def _letter(self, post: str, kind: str, reference: str) -> Letter:
        return self._office.letter(post, kind, self._ids.get(reference, ""))

    # --- 8 to 12 September: the plan is taken in and agreed ----------------------------------------------------------

    def _take_in(self) -> None:
        office = self._office
        report = office.import_plan(HERE / "plan.csv", "The published report as it stands: dates in its own words.")
        self._ids = {row["plan_ref"]: row["id"] for row in report["milestones"]}
        joint = {"to": "pa-chair", "kind": OwnerKind.JOINT}
        office.give("assign", self._ids["App 1-4"], why="'other partners' is the Police Authority here", **joint)
        for reference, (day, why) in DATES.items():
            office.give("extend", self._ids[reference], to=day, why=why)

    async def _agree(self) -> None:
        await self._answer(
            "2008-09-08 10:12",
            ("bcu-commander", "agreement_request", ""),
            clients.outlook,
            "Agree to all.",
            "Outlook on a desk: signature, disclaimer and our own letter below do not count.",
        )
        await self._answer(
            "2008-09-09 14:40",
            ("pa-chair", "agreement_request", ""),
            clients.webmail,
            "Agree to all, thank you.",
            "A webmail that copies our letter below without any mark: our letter is known again and set aside.",
        )
        await self._answer(
            "2008-09-10 11:05",
            ("la-chief-executive", "agreement_request", ""),
            clients.outlook_html,
            "Agree to all except {para_16b}.\n\n"
            "{para_16b} object: schools cannot be briefed before the national toolkit is published.",
            "HTML alone. One objection stops that one milestone; the others are agreed now.",
        )
        await self._answer(
            "2008-09-10 11:09",
            ("osct-web", "assignment", ""),
            clients.bounce,
            "I'm sorry to have to inform you that your message could not be delivered to one or more recipients.",
            "A dead address: the lead of that organisation hears of it at once.",
        )
        await self._answer(
            "2008-09-12 09:30",
            ("la-chief-executive", "agreement_request", "para 16b"),
            clients.outlook_html,
            "{para_16b} agree.",
            "The same signatory lifts the objection. Now every sector has agreed to it.",
        )

    # --- the rest of September --------------------------------------------------------------------------------------

    async def _september(self) -> None:
        office = self._office
        await office.until(self._pass("2008-09-15 11:20"), self._on_day)
        why = "OSCT Communications cannot be reached; its head takes it on"
        office.give("assign", self._ids["para 22b"], to="osct-head", kind=OwnerKind.LEAD, why=why)
        await office.tick()
        await self._answer(
            "2008-09-16 09:40",
            ("acpo-tam-prevent", "reminder", "para 6"),
            clients.iphone,
            "Thanks, noted.",
            "From a phone. A courtesy is no confirmation: kept as a comment, nothing changes.",
        )
        await self._answer(
            "2008-09-25 21:47",
            ("superintendent-csu", "assignment", "para 14b"),
            clients.gmail,
            "All done, please close this one.",
            "A forgery: the reply address is right, the sender is not. It does not act; the coordinator decides.",
            sender="p.swanland@freemail.example",
        )
        await self._answer(
            "2008-09-26 09:01",
            ("neighbourhood-policing", "reminder", "App 1-3"),
            clients.out_of_office,
            "I am on annual leave until 13 October 2008 and will not be reading mail. All done items are on the board.",
            "A machine wrote this: it never confirms anything. Until that day the deputy is written to.",
        )
        await self._answer(
            "2008-09-29 12:15",
            ("audit-commission-lead", "reminder", "para 24"),
            clients.iphone,
            "Done",
            "One of two joint owners confirms; the milestone waits for the other.",
        )
        await self._answer(
            "2008-09-30 10:02",
            ("hmic-inspector", "reminder", "para 24"),
            clients.gmail,
            "Confirmed, this is complete.",
            "The second owner confirms: completed.",
        )
        await self._answer(
            "2008-09-30 16:20",
            ("acpo-tam-prevent", "reminder", "para 6"),
            clients.outlook,
            "Not done yet: final proofs are being read.",
            "Not done is not done, whatever else stands in the mail: noted as progress.",
        )

    # --- 1 to 13 October --------------------------------------------------------------------------------------------

    async def _early_october(self) -> None:
        await self._answer(
            "2008-10-02 15:02",
            ("strategic-lead", "reminder", "App 1-7"),
            clients.outlook,
            "This is complete.",
            "The reply address lost its token on the way: nothing is done yet, one mail goes back and asks.",
            to="replies@humber-prevent.example",
        )
        await self._answer(
            "2008-10-02 15:10",
            ("strategic-lead", "clarification", "App 1-7"),
            clients.iphone,
            "CONFIRM",
            "The second step, from the registered address: now it counts.",
        )
        await self._answer(
            "2008-10-03 11:30",
            ("director-childrens-services", "reminder", "para 16b"),
            clients.outlook_html,
            "Blocked: waiting for the DCSF toolkit, which has not been published.",
            "Blocked with its reason, which the Board reads in its digest. The due date stays.",
        )
        await self._answer(
            "2008-10-06 14:05",
            ("acpo-tam-prevent", "reminder", "para 6"),
            clients.thunderbird_inline,
            "Done, published today.",
            "Thunderbird, the answer between the quoted lines.",
        )
        await self._answer(
            "2008-10-10 15:30",
            ("neighbourhood-sergeant", "reminder", "App 1-3"),
            clients.iphone,
            "Done - all teams briefed.",
            "The deputy answers for the Inspector, who is away.",
        )
        await self._answer(
            "2008-10-10 17:05",
            ("neighbourhood-sergeant", "acknowledgement", "App 1-3"),
            clients.iphone,
            "Undo please, one team is still to do.",
            "The acknowledgement says how to undo: the milestone is open again, on the record.",
        )
        await self._answer(
            "2008-10-13 09:50",
            ("superintendent-csu", "reminder", "para 14b"),
            clients.outlook,
            "Can we have until 7 November please? The Authority has still to name its member.",
            "More time is asked for. The date does not move until the coordinator has decided.",
        )
        await self._answer(
            "2008-10-13 12:15",
            ("prevent-coordinator", "decision_request", "para 14b"),
            clients.gmail,
            "Approve",
            "Approved by reply: the date moves, the date first agreed stays on the record.",
        )

    # --- the rest of October ----------------------------------------------------------------------------------------

    async def _late_october(self) -> None:
        await self._answer(
            "2008-10-16 10:25",
            ("neighbourhood-policing", "reminder", "App 1-3"),
            clients.gmail,
            "Confirmed, now complete.",
            "Back from leave, the Inspector answers the newest letter.",
        )
        await self._answer(
            "2008-10-17 10:20",
            ("ct-hub-lead", "reminder", "App 1-6"),
            clients.outlook,
            "Snooze until 27 October please.",
            "No reminder before that day. The due date and the ladder stay where they are.",
        )
        await self._answer(
            "2008-10-22 11:48",
            ("apa-policy", "reminder", "para 5"),
            clients.gmail,
            "Mae hyn wedi'i gwblhau, diolch.",
            "In Welsh, after five reminders, the line manager and the joint rung.",
        )
        await self._answer(
            "2008-10-24 11:00",
            ("noms-area-director", "reminder", "para 16c"),
            clients.webmail,
            "Sort of.",
            "Cannot be read safely: nothing changes, one mail asks back.",
        )
        await self._answer(
            "2008-10-24 16:10",
            ("noms-area-director", "clarification", "para 16c"),
            clients.webmail,
            "Not done yet: the summary for partners is being written.",
            "Asked again, the answer is clear.",
        )
        await self._answer(
            "2008-10-29 13:33",
            ("osct-head", "reminder", "para 22b"),
            clients.outlook,
            "Yes, this is done.",
            "The post that took it on after the bounce.",
        )
        await self._answer(
            "2008-10-30 09:15",
            ("go-regional-adviser", "reminder", "App 1-6"),
            clients.iphone,
            "Done thanks",
            "The first of two joint owners.",
        )
        await self._answer(
            "2008-10-31 10:40",
            ("consultation-partnership", "reminder", "para 14a"),
            clients.outlook_html,
            "Pass to: Performance and Resources Manager",
            "Somebody else's: the coordinator is asked.",
        )
        await self._answer(
            "2008-10-31 15:55",
            ("prevent-coordinator", "decision_request", "para 14a"),
            clients.gmail,
            "Approve",
            "The milestone has a new owner; both are told.",
        )
        await self._answer(
            "2008-10-31 16:30",
            ("ct-hub-lead", "reminder", "App 1-6"),
            clients.outlook,
            "Done.",
            "The second of the joint owners: completed on its day.",
        )

    # --- November ---------------------------------------------------------------------------------------------------

    async def _november(self) -> None:
        await self._answer(
            "2008-11-04 10:08",
            ("director-childrens-services", "reminder", "para 16b"),
            clients.outlook_html,
            "All done now, thank you.",
            "Late, and done: the block is gone with it.",
        )
        await self._answer(
            "2008-11-05 17:20",
            ("performance-resources", "reminder", "para 21"),
            clients.webmail,
            "{para_21} done, {rec_(iii)} done, {rec_(iv)} not done yet: the Force's figures are still to come.",
            "Three milestones in one reply, over our whole letter without marks.",
        )
        await self._answer(
            "2008-11-06 12:45",
            ("superintendent-csu", "reminder", "para 14b"),
            clients.iphone,
            "Done",
            "In time for the date that was approved.",
        )
        await self._answer(
            "2008-11-13 15:00",
            ("noms-area-director", "reminder", "para 16c"),
            clients.webmail,
            "Completed and sent to all partners.",
            "Done, before the ladder reached the next rung.",
        )
        await self._answer(
            "2008-11-18 08:40",
            ("performance-resources", "reminder", "rec (iv)"),
            clients.thunderbird_inline,
            "{rec_(iv)} done.",
            "On the morning of the committee.",
        )
