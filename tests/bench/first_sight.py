"""Measures a set of replies that nothing was tuned to: false confirmations, and what was read, by intent.

`python tests/bench/first_sight.py [--misses] [FILE ...]` reads sets of one JSON object a line with `text`, `intent`,
`due` and `ok` (other intents that are right too), maybe `written` (the mail's day) and `asked_due`, or `milestones`
and `expect` for several; one JSON line for each.
It cuts the newest text and calls `understand` as the service does, with the letter's milestones and the mail's day.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from milestones.domain.reading import Asked, AskedItem, Intent
from milestones.mail.inbound.newest import newest_of
from milestones.mail.words.intent import understand

SEEN_ONCE = Path(__file__).resolve().parents[1] / "mail" / "corpus" / "first_sight"
WRITTEN_ON, DUE = date(2026, 11, 25), date(2026, 12, 11)
ONE = (("HUM-1", "Deliver WRAP training to frontline staff"),)
DATED = (Intent.EXTEND, Intent.SNOOZE)

Read = tuple[str, str | None]


def read(case: dict) -> dict[str, Read]:
    """Read one case as the service would: by milestone the intent, and the day where the intent asks for one."""
    due = date.fromisoformat(case["asked_due"]) if "asked_due" in case else DUE
    items = tuple(AskedItem(name, title, due) for name, title in case.get("milestones") or ONE)
    written = date.fromisoformat(case["written"]) if "written" in case else WRITTEN_ON
    asked = Asked(case.get("kind", "reminder"), items, written)
    found: dict[str, Read] = {}
    newest = newest_of(case["text"].split("\n"), "") or case["text"]
    for one in understand(newest, asked):
        day = one.due.isoformat() if one.due and one.intent in DATED else None
        for milestone in one.milestones or tuple(item.id for item in items):
            found[milestone] = (one.intent.value, day)
    return found


def judge(case: dict) -> list[tuple[str, str | None, str, str | None, str]]:
    """Give for each milestone the intent and day wanted, those read, and right, cautious, wrong or false."""
    wanted = case.get("expect") or {(case.get("milestones") or ONE)[0][0]: [case["intent"], case.get("due")]}
    got = read(case)
    verdicts = []
    asked = {name for name, _ in case.get("milestones") or ONE}
    for milestone in {**wanted, **{name: read for name, read in got.items() if name in asked}}:
        intent, due = wanted.get(milestone) or (None, None)
        intent = intent or "nothing"
        has, day = got.get(milestone, ("nothing", None))
        also = case.get("ok") or []
        silent = intent == "nothing" and has in ("unclear", "comment")
        right = silent or (has, day) == (intent, due) or (has == intent and intent not in DATED) or has in also
        false = has == "complete" and not right
        cautious = has in ("unclear", "nothing", "comment") or (has == intent and day is None)
        verdict = "right" if right else "false" if false else "cautious" if cautious else "wrong"
        verdicts.append((intent, due, has, day, verdict))
    return verdicts


def measure(path: Path, *, misses: bool) -> dict:
    """Measure one set."""
    wanted, right, verdicts = Counter(), Counter(), Counter()
    dated, dated_right = 0, 0
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        case = json.loads(line)
        for intent, due, has, day, verdict in judge(case):
            wanted[intent] += 1
            right[intent] += verdict == "right"
            verdicts[verdict] += 1
            if intent == "extend" and due:
                dated += 1
                dated_right += (has, day) == (intent, due)
            if misses and verdict != "right":
                note = f"want {intent} {due or ''} got {has} {day or ''}"
                print(f"  {verdict:8} {note:42} {case['text']!r} {case.get('note', '')}", file=sys.stderr)
    return {
        "set": path.stem,
        "verdicts": verdicts.total(),
        "false_confirmations": verdicts["false"],
        "confirmations": f"{right['complete']}/{wanted['complete']}",
        "dated_extensions": f"{dated_right}/{dated}",
        "wrong_otherwise": verdicts["wrong"],
        "cautious": verdicts["cautious"],
        "by_intent": {intent: f"{right[intent]}/{count}" for intent, count in sorted(wanted.items())},
    }


def main() -> int:
    """Measure the sets named, else those of the corpus; exit 1 if one non-confirmation was read as a confirmation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=sorted(SEEN_ONCE.glob("*.jsonl")))
    parser.add_argument("--misses", action="store_true", help="print what was not read right: then it was seen")
    chosen = parser.parse_args()
    results = [measure(path, misses=chosen.misses) for path in chosen.files]
    for result in results:
        print(json.dumps(result))
    return 1 if any(result["false_confirmations"] for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
