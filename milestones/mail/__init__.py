"""Bytes of mail to values and back. Knows RFC 5322 and how people write; does no I/O."""
