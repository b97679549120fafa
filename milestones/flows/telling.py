"""Tells people of a failure beside recording it: the record stands even where the telling itself fails."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlmodel import Session

_LOG = structlog.get_logger()


@contextmanager
def telling(session: Session, **about: Any) -> Iterator[None]:
    """Undo and log what goes wrong within, and nothing else of the transaction; `about` says in the log what failed.

    Without the savepoint a notice that cannot be written would undo the record, and the letter would go again.

    Raises:
        OperationalError: the database is at fault, not the notice.
    """
    try:
        with session.begin_nested():
            yield
    except OperationalError:
        raise
    except Exception:  # noqa: BLE001 - whatever the telling did wrong, the failure is recorded and shown
        _LOG.exception("notice.unwritten", **about)
