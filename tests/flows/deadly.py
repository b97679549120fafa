"""Reading as it is, but for mails that end their reader: what the budgets leave over, should there be any."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from milestones.mail.inbound import opened

if TYPE_CHECKING:
    from milestones.mail.inbound.opened import Opened

OPEN = f"{__name__}:open_mail"


def open_mail(raw: bytes, own_addresses: tuple[str, ...], loop_mark: str) -> Opened:
    """End the process where a mail says so in its headers."""
    if b"\r\nX-Crash: yes\r\n" in raw:
        os._exit(7)
    return opened.open_mail(raw, own_addresses, loop_mark)
