"""Measures how mails of machines are told from people's: folders of mails named NN-kind.eml, one JSON line each.

`python tests/bench/machines.py [--misses] [FOLDER ...]`; kinds are bounce_hard, bounce_soft, bounce_delayed,
auto_reply, receipt, calendar, challenge, dmarc, list, recall and human. It calls `why_automatic` as the service does.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from milestones.domain.unreadable import Unreadable
from milestones.mail.inbound.automatic import why_automatic
from milestones.mail.inbound.parse import parse

_FIRST_SIGHT = Path(__file__).resolve().parents[1] / "mail" / "corpus" / "first_sight"
SEEN_ONCE = tuple(_FIRST_SIGHT / name for name in ("machines", "machines2", "machines3"))
NAMES = {"challenge": "challenge_response", "dmarc": "report", "human": ""}


def named(raw: bytes) -> tuple[str, bool | None]:
    """Give the kind by which a mail is named, empty for a person's, and whether a bounce is for good.

    What cannot be read as a mail is held for the coordinator: neither named nor acted on.
    """
    try:
        found = why_automatic(parse(raw))
    except Unreadable:
        return "unreadable", None
    return (found.kind, found.hard) if found is not None else ("", None)


def measure(folder: Path, *, misses: bool) -> dict:
    """Measure a folder: machines named at all, named by their kind, bounces hard or soft, people taken for machines."""
    counts = Counter()
    for path in sorted(folder.glob("*.eml")):
        label = path.stem.partition("-")[2]
        wanted = "bounce" if label.startswith("bounce") else NAMES.get(label, label)
        kind, hard = named(path.read_bytes())
        counts["people" if label == "human" else "machines"] += 1
        counts["people_called_machines"] += label == "human" and kind not in ("", "unreadable")
        counts["machines_named"] += label != "human" and kind not in ("", "unreadable")
        counts["unreadable"] += kind == "unreadable"
        counts["kind_right"] += label != "human" and kind == wanted
        counts["bounces"] += wanted == "bounce"
        severe = {"bounce_hard": hard is True, "bounce_soft": hard is not True, "bounce_delayed": hard is not True}
        counts["bounces_weighed_right"] += kind == "bounce" and severe.get(label, False)
        if misses and (kind != wanted or (wanted == "bounce" and not severe[label])):
            print(f"  {path.name}: read as {kind or 'human'} hard={hard}", file=sys.stderr)
    return {"bench": "machines", "folder": folder.name, **counts}


def main() -> int:
    """Measure the folders named, else the corpus; exit 1 if a person was called a machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=SEEN_ONCE)
    parser.add_argument("--misses", action="store_true", help="print what was not named right: then it was seen")
    chosen = parser.parse_args()
    results = [measure(folder, misses=chosen.misses) for folder in chosen.folders]
    print("\n".join(json.dumps(result) for result in results))
    return 1 if any(result["people_called_machines"] for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
