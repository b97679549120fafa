"""Ends a wait for a socket in another thread. Knows no mailbox and no service."""

from __future__ import annotations

import os


class Waker:
    """Ends a wait in another thread at once; told once, it stays told. Close it when nobody waits any more."""

    def __init__(self) -> None:
        self._reads, self._writes = os.pipe()
        self._told = False

    def told(self) -> bool:
        """Say whether it was told."""
        return self._told

    def fileno(self) -> int:
        """Give what becomes readable when it is told."""
        return self._reads

    def tell(self) -> None:
        """End the wait, and every later one."""
        if not self._told:
            self._told = True
            os.write(self._writes, b"!")

    def close(self) -> None:
        """Give the pipe back."""
        os.close(self._reads)
        os.close(self._writes)
