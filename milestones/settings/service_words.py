"""The words of `service.toml` as types: hosts, ports, places to listen, database URLs, and the choices there are.

Knows one value at a time; what they must be to each other is checked in `settings.transport`.
"""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, WithJsonSchema

from milestones.settings.nearest import advice
from milestones.settings.words import domain, fault, kind_of, one_of, shown

_LISTEN = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s\[\]]+):(\d{1,5})")
_URL = re.compile(r"([A-Za-z0-9+]+)://(.*)", re.DOTALL)
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


def _file_path(value: Any) -> str:
    """Read the path of a file; what stands in the file never stands here."""
    if not isinstance(value, str) or not value or not value.isprintable() or len(value) > 1000:
        raise fault("this is no path of a file", 'write where the file is, as "/etc/milestones/client.key"')
    return value


def _domain_pattern(value: Any) -> str:
    """Read which domains are meant: `police.uk`, or `*.police.uk` for all below it and itself."""
    if not isinstance(value, str):
        raise fault(f"{shown(value)} is {kind_of(value)}", 'a domain in quotes is needed, as "*.police.uk"')
    name = value.removeprefix("*.")
    if "*" in name or "." not in name:
        raise fault(f"`{shown(value)}` is no mail domain", 'write "police.uk", or "*.police.uk" for all below it too')
    return value.removesuffix(name) + domain(name)


def _secret(value: Any) -> Any:
    """Take a secret from the environment as it is."""
    return SecretStr(str(value)) if isinstance(value, FromEnvironment) else value


def _word(words: type[StrEnum]) -> WithJsonSchema:
    """Give what an editor should offer for one word of `words`."""
    return WithJsonSchema({"type": "string", "enum": [one.value for one in words]})


ProviderWord = Annotated[Provider, one_of(Provider, "provider of tokens"), _word(Provider)]
UncertainWord = Annotated[Uncertain, one_of(Uncertain, "way with doubtful letters"), _word(Uncertain)]
RequireWord = Annotated[Require, one_of(Require, "evidence"), _word(Require)]
ProfileWord = Annotated[Profile, one_of(Profile, "profile"), _word(Profile)]
LogFormatWord = Annotated[LogFormat, one_of(LogFormat, "log format"), _word(LogFormat)]
LogLevelWord = Annotated[LogLevel, one_of(LogLevel, "log level"), _word(LogLevel)]
SecurityWord = Annotated[Security, one_of(Security, "kind of security"), _word(Security)]
Host = Annotated[str, BeforeValidator(_host), WithJsonSchema({"type": "string", "examples": ["mail.council.example"]})]
Port = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=LARGEST_PORT)]
Count = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=500)]
Listen = Annotated[str, BeforeValidator(_listen), WithJsonSchema({"type": "string", "examples": ["127.0.0.1:2424"]})]
Url = Annotated[str, BeforeValidator(_url), WithJsonSchema({"type": "string"})]
FolderName = Annotated[str, BeforeValidator(_folder_name), WithJsonSchema({"type": "string"})]
Rate = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=1_000_000)]
FilePath = Annotated[str, BeforeValidator(_file_path), WithJsonSchema({"type": "string", "examples": ["client.key"]})]
DomainPattern = Annotated[
    str, BeforeValidator(_domain_pattern), WithJsonSchema({"type": "string", "examples": ["*.police.uk"]})
]
Secret = Annotated[SecretStr, BeforeValidator(_secret)]
