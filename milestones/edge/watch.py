"""Says that files in some folders changed. The only user of watchfiles; reads none of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from watchfiles import awatch

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

STEP_MS = 1000
"""How often the watching thread wakes to see what was told: an idle service wakes about once a second."""


async def changes_in(folders: Sequence[Path], stop: asyncio.Event) -> AsyncIterator[None]:
    """Yield whenever something in one of `folders` that exist changed, until `stop` is set.

    The folders are watched and not the files: an editor that writes a new file and renames it would be missed.
    """
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    there = [folder for folder in folders if folder.is_dir()]
    async for _ in awatch(
        *there, step=STEP_MS, debounce=2 * STEP_MS, stop_event=stop, rust_timeout=60_000, ignore_permission_denied=True
    ):
        yield
