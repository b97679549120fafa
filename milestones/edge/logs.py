"""Log lines on standard error, for people or for machines. Knows how a line looks, not what is worth one.

A line is a literal `noun.past_participle` with ids and units as keys (the list is docs/logs.md). Whatever its caller
passes, no line holds a secret or a whole mail address, breaks in two, or moves a terminal's cursor.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from structlog.typing import EventDict, WrappedLogger

    Caught = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_WITHHELD = frozenset({"password", "secret", "secret_key", "token", "body", "text", "authorization", "credentials"})
"""Keys whose values are never written."""

_ADDRESS = re.compile(r"([A-Za-z0-9!#$%&'*/=?^_`{|}~.-])[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]*@([A-Za-z0-9.-]+)")
_URL_LOGIN = re.compile(r"(\w+://)[^/\s@]*@")
_LONGEST_VALUE_CHARACTERS = 4_000


def set_up(form: str, level: str) -> None:
    """Write log lines from `level` on to standard error, as `console` or as `json`."""
    if form == "json":
        last: structlog.typing.Processor = structlog.processors.JSONRenderer(default=str)
    else:
        # Plain tracebacks: the pretty ones print local variables, and with them passwords and mail.
        last = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            with_traceback,
            made_safe,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),  # as it is when the line is written
        cache_logger_on_first_use=False,
    )


def with_traceback(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Write the exception that a line carries as text, without the values of any variable."""
    caught = _caught(event.pop("exc_info", None))
    if caught is not None:
        event["exception"] = "".join(traceback.format_exception(*caught)).rstrip()
    return event


def made_safe(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Withhold secrets, shorten addresses to a letter and the domain, escape what could break or colour a line."""
    safe = _safe_mapping(event)
    if isinstance(trace := event.get("exception"), str):
        # Indented, so that no line of an exception's text can pass for a log line.
        safe["exception"] = "\n".join(f"    {_plain(_masked(line))}" for line in trace.splitlines())
    return safe


def _safe(value: Any) -> Any:
    """Give `value` as a log may show it; what is no plain value is shown by its text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict):
        return _safe_mapping(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_safe(one) for one in value]
    return _plain(_masked(str(value)))


def _safe_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    """Give a mapping as a log may show it."""
    return {
        _plain(str(key)): "(withheld)" if str(key).casefold() in _WITHHELD else _safe(one) for key, one in value.items()
    }


def _masked(text: str) -> str:
    """Shorten mail addresses, tokens behind a plus sign included, and take log-ins out of URLs."""
    cut = text if len(text) <= _LONGEST_VALUE_CHARACTERS else text[:_LONGEST_VALUE_CHARACTERS] + "..."
    return _ADDRESS.sub(r"\1***@\2", _URL_LOGIN.sub(r"\1(withheld)@", cut))


def _plain(text: str) -> str:
    """Escape every character that is not printed as itself, line breaks among them."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _caught(given: object) -> Caught | None:
    """Give the exception that `exc_info` means: an exception, a triple, or True for the one being handled."""
    if isinstance(given, BaseException):
        return type(given), given, given.__traceback__
    if isinstance(given, tuple):
        return given
    return sys.exc_info() if given and sys.exc_info()[0] is not None else None
