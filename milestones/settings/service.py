"""The shape of `service.toml`: servers, addresses, secrets, logs. Knows each section alone, not the environment.

How the environment overrides it is in `settings.env`; what its values must be to each other in `settings.transport`.
"""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SecretStr, WithJsonSchema

from milestones.settings.lines import Path
from milestones.settings.nearest import advice
from milestones.settings.schema import Part
from milestones.settings.words import (
    Address,
    Days,
    Domain,
    Mailbox,
    Text,
    domain,
    fault,
    kind_of,
    one_of,
    shown,
)

_LISTEN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s\[\]]+):(\d{1,5})")
_URL = re.compile(r"([A-Za-z0-9+]+)://(.*)", re.DOTALL)
STAND_INS: dict[Path, Any] = {("smtp",): {}, ("smtp", "sender"): "nobody@nowhere.example"}
SCHEMES = ("sqlite", "postgresql", "postgresql+psycopg")
LARGEST_PORT = 65535
UNSET_PORT = 0
"""Stands for the usual port until `settings.env` has put it in."""


class FromEnvironment(str):
    """A value of an environment variable: always text, also where a number is meant."""

    __slots__ = ()


class Security(StrEnum):
    """How a connection is protected; `none` only towards the machine itself."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class Uncertain(StrEnum):
    """What becomes of a letter whose delivery was in doubt."""

    RETRY_ONCE = "retry_once"
    HOLD = "hold"


class Require(StrEnum):
    """Which evidence of the sender lets a reply act at once."""

    ALIGNED = "aligned"
    TWO_STEP = "two_step"
    TOKEN = "token"  # noqa: S105  # a word of the configuration, no secret


class Profile(StrEnum):
    """Who writes the Authentication-Results that count."""

    RFC8601 = "rfc8601"
    M365 = "m365"


class Provider(StrEnum):
    """Where OAuth2 access tokens come from."""

    M365 = "m365"
    TOKEN = "token"  # noqa: S105  # a word of the configuration, no secret


class LogFormat(StrEnum):
    """How log lines look."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """The least important log line that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _whole(value: Any) -> Any:
    """Read a whole number: as such in the file, as text in the environment."""
    if isinstance(value, FromEnvironment) and re.fullmatch(r"-?\d{1,9}", value):
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise fault(f"{shown(value)} is {kind_of(value)}", "a whole number is needed, without quotes in the file")
    return value


def _host(value: Any) -> str:
    """Read a host: a name or an IP address."""
    try:
        return str(ipaddress.ip_address(str(value).strip("[]")))
    except ValueError:
        return domain(value)


def _listen(value: Any) -> str:
    """Read where to listen: `"127.0.0.1:2424"`, `"[::1]:2424"`; empty is off."""
    if value == "":
        return ""
    found = _LISTEN.fullmatch(value) if isinstance(value, str) else None
    if not found or not 0 < int(found.group(2)) <= LARGEST_PORT:
        raise fault(
            f"`{shown(value)}` is no place to listen", 'write host and port, as "127.0.0.1:2424", or "" for off'
        )
    _host(found.group(1))
    return str(value)


def _url(value: Any) -> str:
    """Read a database's URL; its text is never shown, since it may hold a password."""
    found = _URL.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise fault("this is no database URL", 'write "sqlite:///var/milestones.db" or "postgresql://HOST/NAME"')
    scheme, rest = found.groups()
    if scheme not in SCHEMES:
        raise fault(f"`{shown(scheme)}` is no database this service knows", advice(scheme, SCHEMES[:2], "use sqlite"))
    if scheme == "sqlite" and (not rest.startswith("/") or not rest.strip("/") or ":memory:" in rest):
        raise fault("the URL names no file", 'three slashes and a path: "sqlite:///var/milestones.db"')
    return str(value)


def _folder_name(value: Any) -> str:
    """Read a mailbox's name; control characters would be IMAP commands."""
    if not isinstance(value, str) or not value or not value.isprintable() or len(value) > 200:
        raise fault("this is no mailbox name", 'write printable text, as "INBOX"')
    return value


def _secret(value: Any) -> Any:
    """Take a secret from the environment as it is."""
    return SecretStr(str(value)) if isinstance(value, FromEnvironment) else value


def _word(words: type[StrEnum]) -> WithJsonSchema:
    """Give what an editor should offer for one word of `words`."""
    return WithJsonSchema({"type": "string", "enum": [one.value for one in words]})


SecurityWord = Annotated[Security, one_of(Security, "kind of security"), _word(Security)]
Host = Annotated[str, BeforeValidator(_host), WithJsonSchema({"type": "string", "examples": ["mail.council.example"]})]
Port = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=LARGEST_PORT)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=500)]
Listen = Annotated[str, BeforeValidator(_listen), WithJsonSchema({"type": "string", "examples": ["127.0.0.1:2424"]})]
Url = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string"})]
FolderName = Annotated[str, BeforeValidator(_folder_name), WithJsonSchema({"type": "string"})]
Secret = Annotated[SecretStr, BeforeValidator(_secret)]


class DatabasePart(Part):
    """`[database]`: where everything is kept."""

    url: Url = Field(
        default="sqlite:///var/milestones.db",
        repr=False,
        description="`sqlite:///PATH`, relative to the folder that holds `config/`, or `postgresql://HOST/NAME`. "
        "One with a password belongs into `MILESTONES_DATABASE__URL`.",
    )


class OauthPart(Part):
    """`oauth = { ... }`: log-in by OAuth2 (XOAUTH2) in place of a password."""

    provider: Annotated[Provider, one_of(Provider, "provider of tokens"), _word(Provider)] = Field(
        description="`m365` fetches tokens from Microsoft; `token` takes one from the environment."
    )
    tenant: Text | None = Field(default=None, description="With `m365`: the tenant's id or domain.")
    client_id: Text | None = Field(default=None, description="With `m365`: the application's id.")
    client_secret: Secret | None = Field(
        default=None, description="Only by environment: `..__OAUTH__CLIENT_SECRET` or `.._FILE`."
    )
    token: Secret | None = Field(default=None, description="Only by environment: `..__OAUTH__TOKEN` or `.._FILE`.")


class SmtpPart(Part):
    """`[smtp]`: the server that takes the letters."""

    host: Host = Field(default="localhost", description="The server's name or address.")
    port: Port = Field(
        default=UNSET_PORT, description="Its port. Left out: 25 for `none`, 587 for `starttls`, 465 for `tls`."
    )
    security: SecurityWord = Field(
        default=Security.STARTTLS,
        description="`tls`, `starttls` (required, never skipped), or `none`, which only loopback may have.",
    )
    username: Text | None = Field(default=None, description="Log-in name. Left out: no log-in.")
    password: Secret | None = Field(
        default=None,
        description="Only by environment: `MILESTONES_SMTP__PASSWORD` or `MILESTONES_SMTP__PASSWORD_FILE`.",
    )
    oauth: OauthPart | None = Field(default=None, description="OAuth2 in place of a password.")
    sender: Mailbox = Field(description="From whom letters come, as `Prevent programme <prevent@council.example>`.")
    connections: Count = Field(default=10, description="The most connections open at once.")
    uncertain: Annotated[Uncertain, one_of(Uncertain, "way with doubtful letters"), _word(Uncertain)] = Field(
        default=Uncertain.RETRY_ONCE,
        description="A letter whose delivery was in doubt: `retry_once` or `hold` for a person.",
    )

    @property
    def sender_address(self) -> str:
        """Give the sender's bare address."""
        return self.sender.rpartition("<")[2].removesuffix(">")

    def usual_port(self) -> int:
        """Give the port that is usual for the security chosen."""
        return {Security.NONE: 25, Security.STARTTLS: 587, Security.TLS: 465}[self.security]


class RepliesPart(Part):
    """`[replies]`: where owners' answers arrive, and what makes one count."""

    address: Address = Field(
        default="", description="Mailbox for answers; tokens are added as `+TOKEN`. Left out: the sender's address."
    )
    require: Annotated[Require, one_of(Require, "evidence"), _word(Require)] = Field(
        default=Require.ALIGNED,
        description="`aligned` (DMARC seen by our edge), `two_step` (always asks back) or `token` (closed networks).",
    )
    profile: Annotated[Profile, one_of(Profile, "profile"), _word(Profile)] = Field(
        default=Profile.RFC8601, description="How our edge writes Authentication-Results: `rfc8601` or `m365`."
    )
    trusted_authserv_id: Domain | None = Field(
        default=None, description="With `rfc8601`: the authserv-id that our own edge writes."
    )


class ImapPart(Part):
    """`[imap]`: the mailbox that answers are fetched from. Left out: none is read."""

    host: Host = Field(description="The server's name or address.")
    port: Port = Field(default=UNSET_PORT, description="Its port. Left out: 993 for `tls`, else 143.")
    security: SecurityWord = Field(default=Security.TLS, description="As for `[smtp]`.")
    username: Text = Field(description="Log-in name.")
    password: Secret | None = Field(
        default=None,
        description="Only by environment: `MILESTONES_IMAP__PASSWORD` or `MILESTONES_IMAP__PASSWORD_FILE`.",
    )
    mailbox: FolderName = Field(default="INBOX", description="The folder that new mail arrives in.")
    archive: FolderName = Field(default="Archive", description="The folder that mail taken in is moved to.")
    oauth: OauthPart | None = Field(default=None, description="OAuth2 in place of a password.")

    def usual_port(self) -> int:
        """Give the port that is usual for the security chosen."""
        return 993 if self.security is Security.TLS else 143


class ListenPart(Part):
    """`[lmtp]` takes mail from our own mail server, `[http]` answers `/healthz` and `/metrics`."""

    listen: Listen = Field(default="", description='Where to listen, as `"127.0.0.1:2424"`. Empty or left out: off.')

    @property
    def place(self) -> tuple[str, int] | None:
        """Give host and port, None for off."""
        host, _, port = self.listen.rpartition(":")
        return (host.strip("[]"), int(port)) if host else None


class LogPart(Part):
    """`[log]`: log lines on standard error."""

    format: Annotated[LogFormat, one_of(LogFormat, "log format"), _word(LogFormat)] = Field(
        default=LogFormat.CONSOLE, description="`console` for people, `json` for machines."
    )
    level: Annotated[LogLevel, one_of(LogLevel, "log level"), _word(LogLevel)] = Field(
        default=LogLevel.INFO, description="`debug`, `info`, `warning` or `error`."
    )


class RetentionPart(Part):
    """`[retention]`: how long bytes are kept. The event log and the milestones are kept always."""

    letters: Days = Field(default=730, description="Sent letters' text, as `730d`; the record that one was sent stays.")
    mail: Days = Field(default=730, description="Mail taken in, as `730d`; what it changed stays in the event log.")


class ServiceFile(Part):
    """`service.toml`: servers, addresses, logs of this installation. Each key has a variable, each secret only that."""

    schema_: Annotated[Literal[1], Field(alias="schema", description="The version of the file's format; always 1.")] = 1
    database: DatabasePart = Field(default=DatabasePart(), description="Where everything is kept.")
    smtp: SmtpPart = Field(description="The server that takes the letters.")
    replies: RepliesPart = Field(default=RepliesPart(), description="Where answers arrive, and what makes one count.")
    imap: ImapPart | None = Field(default=None, description="The mailbox that answers are fetched from.")
    lmtp: ListenPart = Field(default=ListenPart(), description="Takes mail from our own mail server.")
    http: ListenPart = Field(default=ListenPart(), description="Answers `/healthz` and `/metrics`.")
    log: LogPart = Field(default=LogPart(), description="Log lines on standard error.")
    retention: RetentionPart = Field(default=RetentionPart(), description="How long bytes are kept.")
    secret_key: Secret | None = Field(
        default=None,
        description="Signs reply tokens. Only by environment: `MILESTONES_SECRET_KEY` or `MILESTONES_SECRET_KEY_FILE`.",
    )
