"""A TCP wire to a server on loopback, which a test cuts in the middle of a word or lets go dead in silence."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self

_CHUNK = 4096


class Wire:
    """`with Wire(port) as wire:` carries what comes to `wire.port` to `port` and back, until told otherwise."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.connections = 0
        self._dead = threading.Event()
        self._left: int | None = None
        self._open: list[socket.socket] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        for one in self._open:
            one.close()

    def cut_after(self, count: int) -> None:
        """Cut the connection when the server has said so many bytes more; the next one is whole."""
        self._left = count

    def go_dead(self) -> None:
        """Carry nothing any more on the connections that stand, and tell nobody; new ones work."""
        self._dead.set()
        self._dead = threading.Event()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # closed: the test is over
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self.connections += 1
                self._open += [near, far]
                for source, sink, from_server in ((near, far, False), (far, near, True)):
                    carry = (source, sink, self._dead, from_server)
                    threading.Thread(target=self._carry, args=carry, daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, dead: threading.Event, from_server: bool) -> None:
        with contextlib.suppress(OSError):  # either side went away
            while words := source.recv(_CHUNK):
                if dead.is_set():
                    continue
                if from_server and self._left is not None:
                    self._left -= len(words)
                    if self._left <= 0:
                        self._left = None
                        # Not close(): the thread of the other direction waits in recv() and would keep it open.
                        for one in (sink, source):
                            one.shutdown(socket.SHUT_RDWR)
                        return
                sink.sendall(words)
        if not dead.is_set():
            with contextlib.suppress(OSError):
                sink.shutdown(socket.SHUT_WR)
