"""What a mail newly says, and what that asks for: all that its words come to, in one step. Knows no sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.domain.reading import Heard
from milestones.mail.inbound.newest import body_conflict, letter_text_of, newest_text
from milestones.mail.words.intent import understand

if TYPE_CHECKING:
    from milestones.domain.reading import Asked
    from milestones.mail.inbound.message import Mail


def hear(mail: Mail, letter: bytes = b"", asked: Asked | None = None) -> Heard:
    """Read the words of `mail` as an answer to the letter of ours with these bytes, which asked `asked`.

    Without a letter (`asked` None) there is only text, and nothing that it asks for.
    """
    if asked is None:
        return Heard(newest_text(mail))
    text = newest_text(mail, letter_text_of(letter) if letter else "")
    return Heard(text, body_conflict(mail), understand(text, asked))
