"""How much of one mail is read at most, and why. Numbers only; the readers beside it enforce them on raw bytes.

The limits hold before anything structured looks at the bytes: Python's email package has inputs of 60 kB that burn
14 s and of 1 kB that raise RecursionError.
"""

from __future__ import annotations

MESSAGE_BYTES = 10 * 1024 * 1024
"""The whole mail; an LMTP server announces it as SIZE (RFC 1870)."""

HEAD_BYTES = 64 * 1024
"""The header block, that of the mail itself."""

FIELDS = 300
"""Header fields of one block."""

FIELD_BYTES = 4 * 1024
"""A field that is read by its grammar (From, Content-Type ...); longer is refused. Others are cut to it."""

RECEIVED = 50
"""Hops: more is a loop (RFC 5321 section 6.3 suggests a large count, Postfix's hopcount_limit is 50)."""

DEPTH = 20
"""Multiparts within multiparts."""

PARTS = 200
"""Parts in all, attachments and containers included."""

BOUNDARY_CHARS = 70
"""RFC 2046 section 5.1.1."""

MESSAGE_ID_CHARS = 998
"""One line (RFC 5322 section 2.1.1)."""

TEXT_CHARS = 256 * 1024
"""Text kept of one alternative."""

SEARCHED_CHARS = 16 * 1024
"""Newest text that is handed on."""

RECIPIENTS = 1000
"""Addresses kept of To, Cc and the like."""

REFERENCES = 200
"""Message-IDs kept of References: the last ones, which are the nearest."""

SUBJECT_CHARS = 1000
"""Kept of the subject."""
