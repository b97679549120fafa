"""Measures how well replies are read: false confirmations and recall by intent, over every labelled corpus.

`python tests/bench/accuracy.py [--misses] [FILE ...]` reads the corpora under tests/mail/corpus and the files named,
and prints one JSON line for each and one for all.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from milestones.domain.reading import Asked, AskedItem, Intent, Reading
from milestones.mail.words.intent import understand

CORPUS = Path(__file__).resolve().parents[1] / "mail" / "corpus"
WRITTEN_ON, DUE = date(2026, 11, 24), date(2026, 11, 27)
ONE = (AskedItem("M-1042", "Joint CCTV protocol signed off", DUE),)
SEVERAL = (
    AskedItem("HUM-1", "Prevent training package rolled out", DUE),
    AskedItem("HUM-2", "Channel referral protocol", DUE),
    AskedItem("HUM-3", "Local risk assessment refreshed", DUE),
    AskedItem("HUM-4", "Communications plan", DUE),
)


def read_case(case: dict) -> tuple[Reading, ...]:
    """Read one case's text as the answer to the letter it belongs to."""
    several = "expect" in case
    asked = Asked(case.get("kind", "reminder"), SEVERAL if several else ONE, WRITTEN_ON, case.get("asked_text", ""))
    return understand(case["text"], asked)


def as_map(readings: tuple[Reading, ...]) -> dict[str, tuple[str, str | None]]:
    """Give what was read by milestone: intent, and the day where the intent asks for one."""
    found = {}
    for one in readings:
        day = one.due.isoformat() if one.due and one.intent in (Intent.EXTEND, Intent.SNOOZE) else None
        for milestone in one.milestones or ("-",):
            found[milestone] = (one.intent.value, day)
    return found


def expected_map(words: str) -> tuple[dict[str, tuple[str, str | None]], set[str]]:
    """Read `HUM-1=complete; HUM-4=extend:2026-12-03`; `*` is all, a `?` after the intent makes it optional."""
    wanted, optional = {}, set()
    for part in filter(None, (part.strip() for part in words.split(";"))):
        milestone, _, answer = part.partition("=")
        intent, _, day = answer.partition(":")
        for one in [item.id for item in SEVERAL] if milestone == "*" else [milestone]:
            if intent.endswith("?"):
                optional.add(one)
            wanted[one] = (intent.rstrip("?"), day or None)
    return wanted, optional


def judge(case: dict) -> list[tuple[str, str, str]]:
    """Give for each milestone of a case what was wanted, what was read, and the verdict: right, cautious or wrong."""
    got = as_map(read_case(case))
    if "expect" not in case:
        return [judge_one(case, got.get("M-1042", got.get("-", ("unclear", None))), got)]
    wanted, optional = expected_map(case["expect"])
    also, _ = expected_map(case.get("also_expect", ""))
    verdicts = []
    for milestone in {**wanted, **got}:
        if milestone == "-":
            continue
        want, have = wanted.get(milestone, ("nothing", None)), got.get(milestone, ("nothing", None))
        right = have in (want, also.get(milestone)) or (milestone in optional and have[0] != "complete")
        cautious = have[0] in ("unclear", "nothing") or (have[0], have[1]) == (want[0], None)
        verdicts.append((want[0], have[0], "right" if right else "cautious" if cautious else "wrong"))
    return verdicts


def judge_one(case: dict, have: tuple[str, str | None], got: dict) -> tuple[str, str, str]:
    """Judge a case of one milestone by the labels `intent`, `due` or `also`, `due_also`."""
    if "never" in case:  # a trap: whatever is read, only not that
        trapped = any(intent == case["never"] for intent, _ in got.values())
        return case["intent"], have[0] if not trapped else case["never"], "wrong" if trapped else "right"
    intents = {case["intent"], case.get("also")}
    days = {case.get("due"), case.get("due_also", case.get("due"))}
    foreign_complete = any(intent == "complete" and key not in ("M-1042", "-") for key, (intent, _) in got.items())
    right = have[0] in intents and (
        have[0] not in ("extend", "snooze") or have[1] in days or case.get("due") is None is have[1]
    )
    if right and not (foreign_complete and "complete" not in intents):
        return case["intent"], have[0], "right"
    cautious = have[0] == "unclear" or (have[0] in intents and have[1] is None)
    return case["intent"], have[0], "cautious" if cautious else "wrong"


def measure(path: Path, *, misses: bool) -> dict:
    """Measure one corpus file."""
    wanted, right, verdicts = Counter(), Counter(), Counter()
    false = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        for want, have, verdict in judge(case):
            wanted[want] += 1
            right[want] += verdict == "right"
            verdicts[verdict] += 1
            false += have == "complete" and verdict != "right"
            if misses and verdict != "right":
                print(f"  {verdict:8} want {want:12} got {have:12} {case['text'][:90]!r}", file=sys.stderr)
    total = sum(verdicts.values())
    return {
        "bench": "accuracy",
        "corpus": path.stem,
        "cases": total,
        "false_confirmations": false,
        "right_or_cautious": round((total - verdicts["wrong"]) / max(1, total), 4),
        "right": round(verdicts["right"] / max(1, total), 4),
        "recall": {intent: f"{right[intent]}/{count}" for intent, count in sorted(wanted.items())},
    }


def main() -> int:
    """Measure the project's corpora and those named; exit 1 if one non-confirmation was read as a confirmation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--only", action="store_true", help="only the files named")
    chosen = parser.parse_args()
    paths = chosen.files if chosen.only else [*sorted(CORPUS.glob("*.jsonl")), *chosen.files]
    results = [measure(path, misses=chosen.misses) for path in paths]
    for result in results:
        print(json.dumps(result))
    print(
        json.dumps(
            {
                "bench": "accuracy",
                "corpus": "all",
                "cases": sum(result["cases"] for result in results),
                "false_confirmations": sum(result["false_confirmations"] for result in results),
            }
        )
    )
    return 1 if any(result["false_confirmations"] for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
