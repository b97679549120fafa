"""Reads the machine half of delivery reports, receipts and feedback reports (RFC 6522). Judges nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from milestones.domain.unreadable import Unreadable
from milestones.mail.inbound import budget
from milestones.mail.inbound.headers import Field, split_head
from milestones.mail.inbound.message import Report, ReportedRecipient
from milestones.mail.inbound.sender import addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from milestones.mail.inbound.mime import Part, Splitter

_MACHINE_TYPES = {
    "message/delivery-status": "delivery-status",
    "message/global-delivery-status": "delivery-status",
    "message/disposition-notification": "disposition-notification",
    "message/global-disposition-notification": "disposition-notification",
    "message/feedback-report": "feedback-report",
}
_RETURNED_TYPES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers"}
)
_ADDRESS_FIELDS = frozenset({"return-path", "reply-to", "errors-to", "sender", "to", "x-original-to"})
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")
_MESSAGE_ID_LINE = re.compile(r"^[ \t>]{0,4}Message-ID:[^\n]{0,1000}", re.IGNORECASE | re.MULTILINE)
_NOTICE_BYTES = 128 * 1024
_STATUS = re.compile(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}")


def read_report(splitter: Splitter, root: Part) -> Report | None:
    """Give what a mail reports to machines, or None where it reports nothing.

    A delivery-status part makes a report wherever it stands: some systems send it in a multipart/mixed.
    """
    parts = list(_all(root))
    machine = next((part for part in parts if part.content_type in _MACHINE_TYPES), None)
    if root.content_type != "multipart/report" and machine is None:
        return None
    kind = _MACHINE_TYPES[machine.content_type] if machine else root.parameters.get("report-type", "").lower()
    blocks = _blocks(_bytes(splitter, machine)) if machine else []
    returned = next((part for part in parts if part.content_type in _RETURNED_TYPES), None)
    fields = _lenient_fields(_bytes(splitter, returned)) if returned else []
    stated = [field.value for block in blocks for field in block if field.key == "original-message-id"]
    stated += [field.value for field in fields if field.key == "message-id"]
    original = next((match[0] for value in stated if (match := _MESSAGE_ID.search(value))), None)
    return Report(
        kind=kind,
        recipients=tuple(_recipients(blocks)),
        original_message_id=original,
        original_addresses=addresses(field.value for field in fields if field.key in _ADDRESS_FIELDS),
        disposition=next(
            (field.value for block in blocks for field in block if field.key == "disposition"), ""
        ).lower(),
    )


def read_notice(raw: bytes, splitter: Splitter, root: Part, text: str) -> Report:
    """Give what a failure notice without a machine half tells: whom flufl.bounce names, and which mail came back.

    flufl.bounce knows the wordings of many mail systems. It is asked only about mail that is known to be a failure
    notice, since it takes one human mail in seventy for one.
    """
    returned = next((part for part in _all(root) if part.content_type in _RETURNED_TYPES), None)
    fields = _lenient_fields(_bytes(splitter, returned)) if returned else []
    stated = [field.value for field in fields if field.key == "message-id"] + _MESSAGE_ID_LINE.findall(text)
    return Report(
        kind="text",
        recipients=tuple(_named_by_flufl(raw[:_NOTICE_BYTES])),
        original_message_id=next((match[0] for value in stated if (match := _MESSAGE_ID.search(value))), None),
        original_addresses=addresses(field.value for field in fields if field.key in _ADDRESS_FIELDS),
    )


def _named_by_flufl(raw: bytes) -> Iterator[ReportedRecipient]:
    """Give the addresses that flufl.bounce reads from a notice's words."""
    import email

    from flufl.bounce import all_failures

    try:
        temporary, permanent = all_failures(email.message_from_bytes(raw))
    except Exception:  # noqa: BLE001 - its detectors fail in many ways on odd mail; a notice without a name remains one
        return
    for found, action in ((permanent, "failed"), (temporary, "delayed")):
        for one in sorted(found):
            yield from (ReportedRecipient(address, action) for address in addresses([one.decode("ascii", "replace")]))


def _all(part: Part) -> Iterator[Part]:
    """Give a part and all parts within."""
    yield part
    for child in part.children:
        yield from _all(child)


def _bytes(splitter: Splitter, part: Part) -> bytes:
    """Give the beginning of a part's decoded bytes, at most the budget of a header block."""
    return splitter.content(part)[0][: budget.HEAD_BYTES - 1]


def _blocks(data: bytes) -> list[list[Field]]:
    """Split a delivery-status body into its blocks of fields, which blank lines part."""
    text = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return [fields for block in re.split(rb"\n[ \t]*\n", text)[: budget.PARTS] if (fields := _lenient_fields(block))]


def _lenient_fields(data: bytes) -> list[Field]:
    """Split a block into fields; one that is damaged gives none, since nothing rests on it."""
    try:
        return split_head(data.strip(b"\r\n") + b"\n")[0]
    except Unreadable:
        return []


def _recipients(blocks: list[list[Field]]) -> Iterator[ReportedRecipient]:
    """Give what each block says of its recipient (RFC 3464 section 2.3)."""
    for block in blocks:
        said = {field.key: field.value for field in reversed(block)}
        whom = [said[key].partition(";")[2] or said[key] for key in _RECIPIENT_FIELDS if key in said]
        if not whom:
            continue
        status = _STATUS.search(said.get("status", ""))
        yield ReportedRecipient(
            address=next(iter(addresses(whom)), whom[0].strip()[:254]),
            action=said.get("action", "").split(" ")[0].strip().lower()[:40],
            status=status[0] if status else "",
            diagnostic=said.get("diagnostic-code", "").lower()[:1000],
        )


_RECIPIENT_FIELDS = ("original-recipient", "final-recipient", "x-actual-recipient")
