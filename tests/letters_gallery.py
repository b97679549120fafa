"""Writes one letter of each kind into a folder, to look at: `python -m tests.letters_gallery OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

from milestones.mail.letter import samples
from milestones.mail.letter.compose import compose
from milestones.mail.letter.templates import Templates
from tests.templates_on_disk import shipped_sources


def main(out: Path) -> None:
    """Write `<name>.html`, `.txt` and `.eml` of every sample, and an index."""
    out.mkdir(parents=True, exist_ok=True)
    templates = Templates(shipped_sources())
    rows = []
    for name, letter in samples.letters().items():
        composed = compose(templates, letter)
        (out / f"{name}.html").write_text(composed.html, encoding="utf-8")
        (out / f"{name}.txt").write_text(composed.text, encoding="utf-8")
        (out / f"{name}.eml").write_bytes(composed.content)
        rows.append(f'<li><a href="{name}.html">{name}</a> <a href="{name}.txt">text</a></li>')
    (out / "index.html").write_text(f"<!DOCTYPE html><title>Letters</title><ul>{''.join(rows)}</ul>", encoding="utf-8")
    print(f"{len(rows)} letters in {out}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
