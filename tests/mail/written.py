"""Mails written for the tests of this room: raw bytes from a few words."""

from __future__ import annotations

OWNER = "A. Holder <bcu@humberside.police.example>"
REPLIES = "replies+abcd2345@board.example"


def raw_mail(body: str | bytes = "Done\n", *, head: tuple[str, ...] = (), without: tuple[str, ...] = (), **fields: str):
    """Give one mail's bytes: the usual headers, those in `fields` instead or besides, lines of `head` on top."""
    headers = {
        "From": OWNER,
        "To": REPLIES,
        "Subject": "Re: [HUM-1] Pilot",
        "Message-ID": "<reply-1@humberside.police.example>",
        "Date": "Tue, 24 Nov 2026 10:00:00 +0000",
    }
    headers |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = [*head, *(f"{name}: {value}" for name, value in headers.items() if name not in without)]
    data = body if isinstance(body, bytes) else body.encode()
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + data


def part(body: str, content_type: str = "text/plain; charset=utf-8", **fields: str) -> str:
    """Give one MIME part with its headers."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"Content-Type: {content_type}\r\n{more}\r\n{body}"


def multipart(kind: str, *parts: str, boundary: str = "=_b", parameters: str = "") -> tuple[str, str]:
    """Give the Content-Type and the body of a multipart."""
    body = "".join(f"--{boundary}\r\n{one}\r\n" for one in parts) + f"--{boundary}--\r\n"
    return f'multipart/{kind}; boundary="{boundary}"{parameters}', body


def raw_multipart(kind: str, *parts: str, parameters: str = "", **fields: str) -> bytes:
    """Give the bytes of a mail that is one multipart."""
    content_type, body = multipart(kind, *parts, parameters=parameters)
    return raw_mail(body, Content_Type=content_type, **fields)
