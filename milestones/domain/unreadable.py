"""Why a mail could not be read: shared by the reader in `milestones.mail` and the guard in `milestones.edge`."""

from __future__ import annotations


class Unreadable(Exception):
    """A mail that must not be read any further: it goes to quarantine with `reason`, and the next mail proceeds.

    `ignorable` is true for mail with nothing in it that a person should look at (no bytes at all, an empty From):
    it is recorded and left alone.
    """

    def __init__(self, reason: str, *, ignorable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ignorable = ignorable
