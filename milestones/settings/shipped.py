"""Where the example configuration and the templates that come with the program are. Knows places, not contents."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import milestones

Shipped = Literal["config", "templates"]


def shipped(what: Shipped) -> Path:
    """Give the folder of the shipped `config` or `templates`: in the wheel, else beside the package in a checkout.

    Raises:
        FileNotFoundError: the installation is not whole.
    """
    package = Path(milestones.__file__).resolve().parent
    for place in (package / "_shipped" / what, package.parent / what):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"the shipped {what} folder is missing beside {package}; install the program again")
