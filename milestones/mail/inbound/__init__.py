"""What comes in: hostile bytes to a mail, its newest text, the machine or the sender behind it. Reads no meaning."""
