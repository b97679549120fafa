"""Checks the documentation: links lead somewhere, pages made from code are current, commands named exist.

`python -m tests.check_docs`; prints each fault and ends with 1 if there is one.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from jobs.cli.reference import reference

ROOT = Path(__file__).parent.parent
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]+)(#[^)\s]*)?\)")
COMMAND = re.compile(r"^\s*(?:\$ )?milestones (?:--config \S+ )?([a-z]+)", re.MULTILINE)
FENCE = re.compile(r"```.*?```", re.DOTALL)


def faults() -> list[str]:
    """List every fault of the documentation."""
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    found = []
    commands = set(re.findall(r"^## (\w+)", reference(), re.MULTILINE))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        name = page.relative_to(ROOT)
        for target, _ in LINK.findall(text):
            if not (page.parent / target).exists():
                found.append(f"{name}: the link to {target} leads nowhere")
        for block in FENCE.findall(text):
            for command in COMMAND.findall(block):
                if command not in commands:
                    found.append(f"{name}: there is no command `milestones {command}`")
    written = ROOT / "docs" / "reference-commands.md"
    if not written.exists() or written.read_text(encoding="utf-8") != reference():
        found.append("docs/reference-commands.md: not what `python -m jobs.cli.reference` writes now")
    return found


if __name__ == "__main__":
    problems = faults()
    for problem in problems:
        print(problem)
    print(f"documentation: {len(problems)} faults")
    sys.exit(1 if problems else 0)
