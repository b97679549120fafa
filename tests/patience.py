"""How long a test may wait: bounds are for a quiet machine, and a busy or a traced one is slower by a known factor.

What these bounds find is time that grows with the square of the input: minutes, not a factor.
"""

from __future__ import annotations

import sys

BUSY, TRACED = 3, 10


def patient(seconds: float) -> float:
    """Give the bound that stands for `seconds` on a quiet machine."""
    return seconds * (TRACED if sys.gettrace() is not None else BUSY)
