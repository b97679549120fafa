"""A letter's subject line. Knows its order and its length; knows nothing of kinds.

Marking first, then the references, then what the letter says, the title last and cut where it would be too long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.mail.letter.clean import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from milestones.domain.marking import Marking
    from milestones.mail.letter.view import ItemView

LONGEST = 150
"""Characters of a subject (guarantees T10): longer ones hide their end in every mail program."""

_REFERENCES = 3


def subject_line(marking: Marking, items: Sequence[ItemView], headline: str, *, titles: bool) -> str:
    """Give `OFFICIAL [HUM-1] headline: title`; several references as `[HUM-1, HUM-2]`, many as `[HUM-1] and 6 more`.

    The title appears only where `titles` is true and the letter is about one milestone that is shown. `headline` is
    one line of the kind's own words.
    """
    words = [str(marking)] if marking else []
    if items:
        words.append(references(list(dict.fromkeys(item.id for item in items))))
    headline = shown(headline.strip())
    if headline:
        words.append(headline)
    line = " ".join(words)
    title = items[0].title if titles and len(items) == 1 else ""
    return shortened(f"{line}: {title}" if title else line, LONGEST)


def references(ids: Sequence[str]) -> str:
    """Give the references as a subject carries them: in brackets, at most three."""
    if len(ids) <= _REFERENCES:
        return f"[{', '.join(ids)}]"
    return f"[{ids[0]}] and {len(ids) - 1} more"


def shortened(text: str, longest: int) -> str:
    """Give `text` in at most `longest` characters, cut at a word where one ends near, with an ellipsis."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[-25:] else cut
    return at_word.rstrip(" ,;:-") + "…"
