"""Runs every bench, one after the other: `python -m tests.bench [NAME ...]`. Each prints one JSON line or more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Run the benches named, or all; give 1 if one of them could not be run."""
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    failed = 0
    for name in names:
        ended = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False, cwd=HERE.parent.parent)
        if ended.returncode:
            print(f"{name}: could not be run", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())
