"""Says which addresses mail is taken in for: what a mail server asks before it hands a mail over. Stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestones.flows.views import ways_in
from milestones.flows.write import bound_to
from milestones.mail import address
from milestones.store import inbox

if TYPE_CHECKING:
    from milestones.flows.house import House


def takes(house: House, recipient: str) -> bool:
    """Say whether mail to `recipient` can be taken in: our own address, bare or with the token of a letter of ours.

    An unknown, a forged, an expired and a revoked token look alike.
    """
    asked = recipient.lower()
    ways = [(purpose, at.lower()) for purpose, at in ways_in(house)]
    return any(asked == at for _, at in ways) or any(
        _is_good(house, token, purpose) for purpose, at in ways for token in address.token_in((asked,), at)
    )


def _is_good(house: House, token: str, purpose: str) -> bool:
    opened = address.open_token(token)
    if opened is None:
        return False
    with house.database.reading() as session:
        letter = inbox.letter_by_token(session, opened[1])
    bound = bound_to(letter) if letter is not None else ""
    matches = address.token_matches(house.secrets, token, purpose, bound)
    if not matches or letter is None:
        return False
    now = house.clock.now()
    return letter.revoked_at is None and (letter.expires_at is None or now <= letter.expires_at)
