"""A mail as it comes out of its envelope: read, and known for a machine's where it is one. Knows no meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.mail.inbound.automatic import why_automatic
from milestones.mail.inbound.parse import parse

if TYPE_CHECKING:
    from milestones.mail.inbound.automatic import Automatic
    from milestones.mail.inbound.message import Mail


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail that could be read; `automatic` says which machine wrote it, None where a person may have."""

    mail: Mail
    automatic: Automatic | None = None


def open_mail(raw: bytes, own_addresses: tuple[str, ...] = (), loop_mark: str = "") -> Opened:
    """Read a mail and look for a machine's signs; for the rest see `parse` and `why_automatic`.

    Raises:
        Unreadable: it belongs in quarantine.
    """
    mail = parse(raw)
    return Opened(mail, why_automatic(mail, own_addresses, loop_mark))
