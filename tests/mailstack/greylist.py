"""A greylisting server as Postfix asks one: puts off the first mail from one sender to one `greylisted@` address."""

from __future__ import annotations

import socketserver
import threading
from collections import Counter


class Greylist(socketserver.ThreadingTCPServer):
    """Speaks Postfix's policy delegation protocol; `asked` counts how often each (sender, recipient) came."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _PolicyRequest)
        self.asked: Counter[tuple[str, str]] = Counter()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def port(self) -> int:
        port: int = self.server_address[1]
        return port

    def close(self) -> None:
        self.shutdown()
        self.server_close()

    def tries(self, recipient: str) -> int:
        """Give how often mail to `recipient` was tried."""
        return sum(count for (_, to), count in self.asked.items() if to == recipient)


class _PolicyRequest(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        asked: dict[str, str] = {}
        for raw in self.rfile:
            name, separator, value = raw.decode().strip().partition("=")
            if separator:
                asked[name] = value
                continue
            self.wfile.write(f"action={self.action(asked)}\n\n".encode())
            asked = {}

    def action(self, asked: dict[str, str]) -> str:
        pair = (asked.get("sender", ""), asked.get("recipient", ""))
        if not pair[1].startswith("greylisted@"):
            return "dunno"
        self.server.asked[pair] += 1
        return "451 4.7.1 Greylisted, come back in five minutes" if self.server.asked[pair] == 1 else "dunno"
