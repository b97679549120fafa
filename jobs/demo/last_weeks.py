"""The last weeks of the demonstration: October and November. Lines only."""

from __future__ import annotations

from jobs.demo import clients
from jobs.demo.script import Answered

EARLY_OCTOBER = (
    Answered(
        "2008-10-02 15:02",
        ("strategic-lead", "reminder", "App 1-7"),
        clients.outlook,
        "This is complete.",
        "The reply address lost its token on the way: nothing is done yet, one mail goes back and asks.",
        to="replies@humber-prevent.example",
    ),
    Answered(
        "2008-10-02 15:10",
        ("strategic-lead", "clarification", "App 1-7"),
        clients.iphone,
        "CONFIRM",
        "The second step, from the registered address: now it counts.",
    ),
    Answered(
        "2008-10-03 11:30",
        ("director-childrens-services", "reminder", "para 16b"),
        clients.outlook_html,
        "Blocked: waiting for the DCSF toolkit, which has not been published.",
        "Blocked with its reason, which the Board reads in its digest. The due date stays.",
    ),
    Answered(
        "2008-10-06 14:05",
        ("acpo-tam-prevent", "reminder", "para 6"),
        clients.thunderbird_inline,
        "Done, published today.",
        "Thunderbird, the answer between the quoted lines.",
    ),
    Answered(
        "2008-10-10 15:30",
        ("neighbourhood-sergeant", "reminder", "App 1-3"),
        clients.iphone,
        "Done - all teams briefed.",
        "The deputy answers for the Inspector, who is away.",
    ),
    Answered(
        "2008-10-10 17:05",
        ("neighbourhood-sergeant", "acknowledgement", "App 1-3"),
        clients.iphone,
        "Undo please, one team is still to do.",
        "The acknowledgement says how to undo: the milestone is open again, on the record.",
    ),
    Answered(
        "2008-10-13 09:50",
        ("superintendent-csu", "reminder", "para 14b"),
        clients.outlook,
        "Can we have until 7 November please? The Authority has still to name its member.",
        "More time is asked for. The date does not move until the coordinator has decided.",
    ),
    Answered(
        "2008-10-13 12:15",
        ("prevent-coordinator", "decision_request", "para 14b"),
        clients.gmail,
        "Approve",
        "Approved by reply: the date moves, the date first agreed stays on the record.",
    ),
)
"""1 to 13 October."""

LATE_OCTOBER = (
    Answered(
        "2008-10-16 10:25",
        ("neighbourhood-policing", "reminder", "App 1-3"),
        clients.gmail,
        "Confirmed, now complete.",
        "Back from leave, the Inspector answers the newest letter.",
    ),
    Answered(
        "2008-10-17 10:20",
        ("ct-hub-lead", "reminder", "App 1-6"),
        clients.outlook,
        "Snooze until 27 October please.",
        "No reminder before that day. The due date and the ladder stay where they are.",
    ),
    Answered(
        "2008-10-22 11:48",
        ("apa-policy", "reminder", "para 5"),
        clients.gmail,
        "Mae hyn wedi'i gwblhau, diolch.",
        "In Welsh, after five reminders, the line manager and the joint rung.",
    ),
    Answered(
        "2008-10-24 11:00",
        ("noms-area-director", "reminder", "para 16c"),
        clients.webmail,
        "Sort of.",
        "Cannot be read safely: nothing changes, one mail asks back.",
    ),
    Answered(
        "2008-10-24 16:10",
        ("noms-area-director", "clarification", "para 16c"),
        clients.webmail,
        "Not done yet: the summary for partners is being written.",
        "Asked again, the answer is clear.",
    ),
    Answered(
        "2008-10-29 13:33",
        ("osct-head", "reminder", "para 22b"),
        clients.outlook,
        "Yes, this is done.",
        "The post that took it on after the bounce.",
    ),
    Answered(
        "2008-10-30 09:15",
        ("go-regional-adviser", "reminder", "App 1-6"),
        clients.iphone,
        "Done thanks",
        "The first of two joint owners.",
    ),
    Answered(
        "2008-10-31 10:40",
        ("consultation-partnership", "reminder", "para 14a"),
        clients.outlook_html,
        "Pass to: Performance and Resources Manager",
        "Somebody else's: the coordinator is asked.",
    ),
    Answered(
        "2008-10-31 15:55",
        ("prevent-coordinator", "decision_request", "para 14a"),
        clients.gmail,
        "Approve",
        "The milestone has a new owner; both are told.",
    ),
    Answered(
        "2008-10-31 16:30",
        ("ct-hub-lead", "reminder", "App 1-6"),
        clients.outlook,
        "Done.",
        "The second of the joint owners: completed on its day.",
    ),
)
"""The rest of October."""

NOVEMBER = (
    Answered(
        "2008-11-04 10:08",
        ("director-childrens-services", "reminder", "para 16b"),
        clients.outlook_html,
        "All done now, thank you.",
        "Late, and done: the block is gone with it.",
    ),
    Answered(
        "2008-11-05 17:20",
        ("performance-resources", "reminder", "para 21"),
        clients.webmail,
        "{para_21} done, {rec_(iii)} done, {rec_(iv)} not done yet: the Force's figures are still to come.",
        "Three milestones in one reply, over our whole letter without marks.",
    ),
    Answered(
        "2008-11-06 12:45",
        ("superintendent-csu", "reminder", "para 14b"),
        clients.iphone,
        "Done",
        "In time for the date that was approved.",
    ),
    Answered(
        "2008-11-13 15:00",
        ("noms-area-director", "reminder", "para 16c"),
        clients.webmail,
        "Completed and sent to all partners.",
        "Done, before the ladder reached the next rung.",
    ),
    Answered(
        "2008-11-18 08:40",
        ("performance-resources", "reminder", "rec (iv)"),
        clients.thunderbird_inline,
        "{rec_(iv)} done.",
        "On the morning of the committee.",
    ),
)
"""November."""

LAST_WEEKS: tuple[Answered, ...] = (*EARLY_OCTOBER, *LATE_OCTOBER, *NOVEMBER)
"""All of it, in the order of its moments."""
