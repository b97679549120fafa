"""What this machine has: free space, and where its time zones come from. Reads only."""

from __future__ import annotations

import importlib.metadata
import shutil
import zoneinfo
from pathlib import Path


def free_bytes(path: Path) -> int:
    """Give how many bytes may still be written beside `path`."""
    return shutil.disk_usage(path.parent).free


def zone_source(name: str) -> str | None:
    """Say where the data of a time zone comes from, None where there is none."""
    try:
        zoneinfo.ZoneInfo.no_cache(name)
    except zoneinfo.ZoneInfoNotFoundError:
        return None
    for folder in map(Path, zoneinfo.TZPATH):
        if (folder / name).is_file():
            version = folder / "+VERSION"
            return f"{folder}" + (f" ({version.read_text().strip()})" if version.is_file() else "")
    return f"the package tzdata {importlib.metadata.version('tzdata')}"
