"""Owners' own mail programs: s-nail, which answers from the mailbox, and swaks, which sends what it is told."""

from __future__ import annotations

import asyncio
import os
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.mailstack.stack import PASSWORD

if TYPE_CHECKING:
    from tests.mailstack.stack import MailStack


async def answer_with_snail(stack: MailStack, address: str, text: str, *, number: int = 1) -> None:
    """Answer mail `number` of the mailbox below its quoted text, as s-nail does: to its Reply-To, sent with log-in."""
    settings = {
        "v15-compat": "",
        "ttycharset": "utf-8",
        "reply-to-honour": "yes",
        "quote": "",
        "sendwait": "",
        "from": address,
        "mta": f"submission://{quote(address, safe='')}:{PASSWORD}@localhost:{stack.ports['submission']}",
        "smtp-use-starttls": "",
        "tls-verify": "strict",
        "tls-ca-no-defaults": "",
        "tls-ca-file": str(stack.certificate),
    }
    command = ["s-nail", "-:/", *(f"-S{name}={value}" for name, value in settings.items())]
    command += ["-#", "-f", str(stack.maildir(address))]
    await _run(command, f"reply {number}\n{text}\n~.\nexit\n", home=str(stack.root))


async def send_with_swaks(stack: MailStack, sender: str, to: str, body: str, **fields: str) -> None:
    """Send a mail by submission, with STARTTLS and log-in: the domain's own server signs it."""
    user = "@".join(part.partition("+")[0] for part in sender.split("@"))
    log_in = ["--tls", "--auth", "PLAIN", "--auth-user", user, "--auth-password", PASSWORD]
    await _swaks(stack.ports["submission"], sender, to, body, fields, log_in)


async def forge_with_swaks(stack: MailStack, sender: str, to: str, body: str, **fields: str) -> None:
    """Send a mail in somebody's name straight to the MX, as anybody on the network can."""
    await _swaks(stack.ports["mx"], sender, to, body, fields, [])


async def _swaks(port: int, sender: str, to: str, body: str, fields: dict[str, str], more: list[str]) -> None:
    command = ["swaks", "--server", f"127.0.0.1:{port}", "--from", sender, "--to", to, "--body", body, *more]
    for name, value in fields.items():
        command += ["--header", f"{name.replace('_', '-')}: {value}"]
    await _run(command)


async def _run(command: list[str], text: str = "", home: str = "/") -> None:
    """Run a program to its end.

    Raises:
        AssertionError: it failed, or said that something was wrong.
    """
    done = await asyncio.to_thread(
        subprocess.run, command, input=text.encode(), capture_output=True, timeout=30, env={**os.environ, "HOME": home}
    )
    if done.returncode or done.stderr:
        raise AssertionError(f"{command[0]}: {done.returncode}\n{done.stdout.decode()}\n{done.stderr.decode()}")
