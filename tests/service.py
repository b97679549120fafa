"""A real `milestones run` in a process of its own, beside a world whose database, mail server and files it shares."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

KEY = "a key for tests only, thirty-two"


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@dataclass
class Service:
    """`milestones run` on a configuration folder, health and LMTP on ports of its own."""

    folder: Path
    http: int = field(default_factory=free_port)
    lmtp: int = field(default_factory=free_port)
    environ: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MILESTONES_")}
        return {
            **kept,
            "MILESTONES_SECRET_KEY": KEY,
            "MILESTONES_HTTP__LISTEN": f"127.0.0.1:{self.http}",
            "MILESTONES_LMTP__LISTEN": f"127.0.0.1:{self.lmtp}",
            "MILESTONES_LOG__FORMAT": "json",
            "MILESTONES_LOG__LEVEL": "debug",
            **self.environ,
        }

    def command(self, *words: str) -> list[str]:
        program = "from jobs.cli import main; main()"
        return [sys.executable, "-c", program, "--config", str(self.folder / "config"), *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """One command beside the service, to its end."""
        return subprocess.run(self.command(*words), env=self.environment, capture_output=True, check=False, timeout=60)

    def launch(self) -> None:
        self.starts += 1
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(self.command("run"), env=self.environment, stderr=log, stdout=log)

    async def start(self) -> None:
        """Start it, and wait until it answers."""
        self.launch()
        await self.until(lambda: self.health()[0] is not None)

    @property
    def log_file(self) -> Path:
        return self.folder / "run.log"

    def log(self, event: str | None = None) -> list[dict[str, Any]]:
        """What it has logged so far, by event."""
        lines = self.log_file.read_text().splitlines() if self.log_file.exists() else []
        read = [json.loads(line) for line in lines if line.startswith("{")]
        return [line for line in read if event is None or line["event"] == event]

    def get(self, path: str) -> tuple[int | None, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError:
            return None, b""

    def health(self) -> tuple[int | None, dict[str, dict[str, Any]]]:
        """The status of `/healthz`, and its findings by check (the last of each)."""
        status, body = self.get("/healthz")
        report = json.loads(body) if body else {"findings": []}
        return status, {finding["check"]: finding for finding in report["findings"]}

    async def until(self, true, within_s: float = 20) -> None:
        """Wait until something holds, while the world's mail server goes on serving."""
        end = time.monotonic() + within_s
        while not await asyncio.to_thread(true):
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"it ended with {self.process.returncode}\n{self.log_file.read_text()}")
            if time.monotonic() > end:
                raise AssertionError(f"not within {within_s} s\n{self.log_file.read_text()[-4000:]}")
            await asyncio.sleep(0.1)

    def send(self, number: int) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    async def stop(self, number: int = signal.SIGTERM, within_s: float = 20) -> int:
        """Send a signal, and give the exit status."""
        self.send(number)
        return await self.ended(within_s)

    async def ended(self, within_s: float = 20) -> int:
        assert self.process is not None
        status = await asyncio.to_thread(self.process.wait, within_s)
        self.process = None
        return status
