"""The first weeks of the demonstration: the plan is agreed, and September. Lines only."""

from __future__ import annotations

from jobs.demo import clients
from jobs.demo.script import Answered, Given
from milestones.domain.state import OwnerKind

AGREED = (
    Answered(
        "2008-09-08 10:12",
        ("bcu-commander", "agreement_request", ""),
        clients.outlook,
        "Agree to all.",
        "Outlook on a desk: signature, disclaimer and our own letter below do not count.",
    ),
    Answered(
        "2008-09-09 14:40",
        ("pa-chair", "agreement_request", ""),
        clients.webmail,
        "Agree to all, thank you.",
        "A webmail that copies our letter below without any mark: our letter is known again and set aside.",
    ),
    Answered(
        "2008-09-10 11:05",
        ("la-chief-executive", "agreement_request", ""),
        clients.outlook_html,
        "Agree to all except {para_16b}.\n\n"
        "{para_16b} object: schools cannot be briefed before the national toolkit is published.",
        "HTML alone. One objection stops that one milestone; the others are agreed now.",
    ),
    Answered(
        "2008-09-10 11:09",
        ("osct-web", "assignment", ""),
        clients.bounce,
        "I'm sorry to have to inform you that your message could not be delivered to one or more recipients.",
        "A dead address: the lead of that organisation hears of it at once.",
    ),
    Answered(
        "2008-09-12 09:30",
        ("la-chief-executive", "agreement_request", "para 16b"),
        clients.outlook_html,
        "{para_16b} agree.",
        "The same signatory lifts the objection. Now every sector has agreed to it.",
    ),
)
"""8 to 12 September: the plan is agreed."""

SEPTEMBER = (
    Given(
        "2008-09-15 11:20",
        "para 22b",
        "osct-head",
        OwnerKind.LEAD,
        "OSCT Communications cannot be reached; its head takes it on",
    ),
    Answered(
        "2008-09-16 09:40",
        ("acpo-tam-prevent", "reminder", "para 6"),
        clients.iphone,
        "Thanks, noted.",
        "From a phone. A courtesy is no confirmation: kept as a comment, nothing changes.",
    ),
    Answered(
        "2008-09-25 21:47",
        ("superintendent-csu", "assignment", "para 14b"),
        clients.gmail,
        "All done, please close this one.",
        "A forgery: the reply address is right, the sender is not. It does not act; the coordinator decides.",
        sender="p.swanland@freemail.example",
    ),
    Answered(
        "2008-09-26 09:01",
        ("neighbourhood-policing", "reminder", "App 1-3"),
        clients.out_of_office,
        "I am on annual leave until 13 October 2008 and will not be reading mail. All done items are on the board.",
        "A machine wrote this: it never confirms anything. Until that day the deputy is written to.",
    ),
    Answered(
        "2008-09-29 12:15",
        ("audit-commission-lead", "reminder", "para 24"),
        clients.iphone,
        "Done",
        "One of two joint owners confirms; the milestone waits for the other.",
    ),
    Answered(
        "2008-09-30 10:02",
        ("hmic-inspector", "reminder", "para 24"),
        clients.gmail,
        "Confirmed, this is complete.",
        "The second owner confirms: completed.",
    ),
    Answered(
        "2008-09-30 16:20",
        ("acpo-tam-prevent", "reminder", "para 6"),
        clients.outlook,
        "Not done yet: final proofs are being read.",
        "Not done is not done, whatever else stands in the mail: noted as progress.",
    ),
)
"""The rest of September."""

FIRST_WEEKS: tuple[Answered | Given, ...] = (*AGREED, *SEPTEMBER)
"""All of it, in the order of its moments."""
