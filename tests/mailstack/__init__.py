"""A mail system of the tests' own: Postfix, Dovecot, OpenDKIM and OpenDMARC on free loopback ports."""
