"""Starts and stops a private Postfix, Dovecot, OpenDKIM and OpenDMARC, everything of theirs in one folder.

    submission (STARTTLS, log-in; OpenDKIM signs) -> MX (OpenDKIM and OpenDMARC judge, Authentication-Results)
        -> Dovecot by LMTP -> Maildir -> IMAP

Mail of `milestones.example` and `police.example` is signed, that of `council.example` is not. `gone@` is nobody's
address at any of them and refused at submission; `left@` is taken there, refused by the MX, and bounces. Bounces to us
come into the mailbox of the replies. The first mail to `greylisted@` is put off, as a greylisting server does. Needs
root, as Postfix's master does.
"""

from __future__ import annotations

import base64
import contextlib
import hmac
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Self

from tests.mailstack.certificate import SBIN, make_certificate, openssl
from tests.mailstack.greylist import Greylist

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DOMAINS = ("milestones.example", "police.example", "council.example")
SIGNED = ("milestones.example", "police.example")
PASSWORD = "correct-horse"
PROGRAMS = ("postfix", "dovecot", "opendkim", "opendmarc", "openssl", "s-nail", "swaks")
LISTENING = ("submission", "mx", "imap", "imaps", "lmtp", "auth", "dkim_sign", "dkim_verify", "dmarc")
_TOKEN_KEY = b"what the tests' access tokens are signed with"
_ETC = Path(__file__).parent / "etc"


def missing() -> list[str]:
    """Name the programs that are not installed."""
    return [program for program in PROGRAMS if shutil.which(program, path=SBIN) is None]


def free_ports(names: Sequence[str]) -> dict[str, int]:
    """Choose a free loopback port for each name; all are held until all are chosen, so none is given twice."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in names]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return {name: one.getsockname()[1] for name, one in zip(names, sockets, strict=True)}


@dataclass
class MailStack:
    """`with MailStack() as stack:` runs it until the block ends."""

    ports: dict[str, int] = field(default_factory=dict)
    root: Path = Path()
    seconds: float = 0
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        began = time.monotonic()
        # Not pytest's tmp_path: its parents are closed to the users that the daemons run as.
        self.root = Path(tempfile.mkdtemp(prefix="milestones-mail-"))
        self.root.chmod(0o755)
        self.greylist = Greylist()
        self.ports = {**free_ports(LISTENING), "greylist": self.greylist.port}
        try:
            self._write()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        self.seconds = time.monotonic() - began
        return self

    def __exit__(self, *_: object) -> None:
        self._stop_postfix()
        for process in reversed(self._running):
            _stop(process)
        for process in self._running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
        self.greylist.close()
        shutil.rmtree(self.root, ignore_errors=True)

    @property
    def certificate(self) -> Path:
        """The certificate of all its servers, which is its own authority: for `localhost` and 127.0.0.1."""
        return self.root / "tls" / "cert.pem"

    def token(self, user: str, lasts_s: int = 3600) -> str:
        """Give an access token (a signed JWT) with which Dovecot lets `user` in by XOAUTH2."""
        now = int(time.time())  # noqa: TID251  # Dovecot compares it with the machine's clock
        claims = {"sub": user, "email": user, "iss": "tests", "iat": now, "nbf": now, "exp": now + lasts_s}
        parts = [{"alg": "HS256", "typ": "JWT", "kid": "default"}, claims]
        signed = ".".join(_url_base64(json.dumps(part).encode()) for part in parts)
        return f"{signed}.{_url_base64(hmac.digest(_TOKEN_KEY, signed.encode(), 'sha256'))}"

    def disconnect(self, user: str) -> None:
        """Have Dovecot drop every connection of `user`, as a restart would."""
        with contextlib.suppress(subprocess.CalledProcessError):  # nobody was connected
            self.doveadm("kick", user)

    @contextlib.contextmanager
    def dovecot_down(self) -> Iterator[None]:
        """Let Dovecot die, whoever is connected, and start it again at the end; mail waits at Postfix meanwhile."""
        _stop(self._dovecot)
        self._dovecot.wait(20)
        self._running.remove(self._dovecot)
        yield
        self._dovecot = self._run("dovecot", "-F", "-c", self.root / "dovecot.conf")
        until = time.monotonic() + 20
        for name in ("imap", "imaps", "lmtp", "auth"):
            self._wait_for(name, until)
        # Or the next log-in at submission fails: Postfix holds on to a connection to the Dovecot that died.
        self._postfix("reload")

    def doveadm(self, *arguments: str) -> None:
        """Give Dovecot's administrator's command."""
        program = shutil.which("doveadm", path=SBIN) or "doveadm"
        subprocess.run([program, "-c", self.root / "dovecot.conf", *arguments], check=True, capture_output=True)

    def log(self) -> str:
        """Give what Postfix and Dovecot wrote, for a test that fails."""
        logs = (self.root / "postfix" / "log", self.root / "dovecot" / "log")
        return "\n".join(log.read_text(errors="replace") for log in logs if log.exists())

    def maildir(self, address: str) -> Path:
        """Give where an address's mail lies."""
        name, _, domain = address.partition("@")
        return self.root / "mail" / domain / name / "Maildir"

    def inbox(self, address: str, count: int = 1, *, within_s: float = 20) -> list[bytes]:
        """Wait until `count` mails lie in an address's INBOX and give them, oldest first."""
        folder = self.maildir(address)
        until = time.monotonic() + within_s
        while True:
            mails = sorted(path for part in ("new", "cur") for path in (folder / part).glob("*"))
            if len(mails) >= count:
                return [path.read_bytes().replace(b"\r\n", b"\n") for path in mails]
            if time.monotonic() > until:
                raise AssertionError(f"{len(mails)} of {count} mails for {address}\n{self.log()}")
            time.sleep(0.05)

    def _write(self) -> None:
        for folder in ("postfix/etc", "postfix/spool", "postfix/data", "dovecot/run", "dovecot/state", "dkim", "dmarc"):
            (self.root / folder).mkdir(parents=True)
        for folder, user in (
            ("mail", "mail"),
            ("dkim", "opendkim"),
            ("dmarc", "opendmarc"),
            ("postfix/data", "postfix"),
        ):
            (self.root / folder).mkdir(exist_ok=True)
            shutil.chown(self.root / folder, user, user)
        make_certificate(self.root / "tls", "DNS:localhost", "IP:127.0.0.1")
        self._write_keys()
        keys = self.root / "keys/default/HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_text(base64.b64encode(_TOKEN_KEY).decode())
        policies = {"milestones.example": "reject", "police.example": "reject", "council.example": "none"}
        dns = "".join(f"_dmarc.{domain} v=DMARC1; p={policy}\n" for domain, policy in policies.items())
        (self.root / "dmarc/dns").write_text(dns)
        (self.root / "dmarc/suffixes").write_text("example\n")
        (self.root / "dmarc/ignored").write_text("192.0.2.1\n")
        places = {"main.cf": "postfix/etc", "master.cf": "postfix/etc", "mailboxes": "postfix/etc"}
        known = {**self.ports, "root": self.root, "domains": ", ".join(DOMAINS), "password": PASSWORD}
        for template in _ETC.iterdir():
            text = Template(template.read_text()).substitute(known)
            (self.root / places.get(template.name, "") / template.name).write_text(text)

    def _write_keys(self) -> None:
        """Make each signing domain's key, and the public half as the verifier's DNS."""
        dns, keys, signers = [], [], []
        for domain in SIGNED:
            key = self.root / "dkim" / f"{domain}.pem"
            openssl("genrsa", "-out", key, "2048")
            shutil.chown(key, "opendkim", "opendkim")
            key.chmod(0o600)
            public = base64.b64encode(openssl("rsa", "-in", key, "-pubout", "-outform", "DER")).decode()
            dns.append(f"key._domainkey.{domain} v=DKIM1; k=rsa; p={public}")
            keys.append(f"key._domainkey.{domain} {domain}:key:{key}")
            signers.append(f"*@{domain} key._domainkey.{domain}")
        for name, lines in (("dns", dns), ("keytable", keys), ("signtable", signers)):
            (self.root / "dkim" / name).write_text("\n".join(lines) + "\n")

    def _start(self) -> None:
        root = self.root
        self._run("opendkim", "-f", "-x", root / "opendkim-sign.conf")
        self._run("opendkim", "-f", "-x", root / "opendkim-verify.conf")
        self._run("opendmarc", "-f", "-c", root / "opendmarc.conf")
        self._dovecot = self._run("dovecot", "-F", "-c", root / "dovecot.conf")
        self._run("postfix", "-c", root / "postfix/etc", "start-fg")
        until = time.monotonic() + 20
        for name in LISTENING:
            self._wait_for(name, until)

    def _run(self, program: str, *arguments: object) -> subprocess.Popen[bytes]:
        command = [shutil.which(program, path=SBIN) or program, *map(str, arguments)]
        output = (self.root / f"{program}.out").open("ab")
        streams = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        self._running.append(subprocess.Popen(command, **streams, start_new_session=True))
        output.close()
        return self._running[-1]

    def _postfix(self, command: str) -> None:
        program = shutil.which("postfix", path=SBIN) or "postfix"
        subprocess.run([program, "-c", self.root / "postfix/etc", command], check=True, capture_output=True)

    def _stop_postfix(self) -> None:
        """Stop Postfix's master, which is in a session of its own and would outlive the tests."""
        with contextlib.suppress(OSError):  # it did not come so far
            os.kill(int((self.root / "postfix/spool/pid/master.pid").read_text()), signal.SIGTERM)

    def _wait_for(self, name: str, until: float) -> None:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.ports[name]), 0.5):
                return
            if time.monotonic() > until:
                said = "\n".join(path.read_text(errors="replace") for path in self.root.glob("*.out"))
                raise AssertionError(f"{name} does not listen\n{said}\n{self.log()}")
            time.sleep(0.02)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a daemon and its children at once: asked politely, Dovecot and OpenDMARC take five seconds each."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _url_base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def authentication_results(mail: bytes) -> str:
    """Give a mail's own Authentication-Results, unfolded."""
    headers = re.sub(rb"\n[ \t]+", b" ", mail.partition(b"\n\n")[0]).decode("latin-1")
    return "\n".join(line for line in headers.split("\n") if line.startswith("Authentication-Results:"))
