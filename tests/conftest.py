"""Puts this folder on the path, so that every room's tests share its builders, and says how properties are tried."""

import os

from hypothesis import settings

# A shared machine may be slow at any moment: a deadline would find the machine's faults, not ours. In CI the examples
# are the same in every run, so that what landed once lands again; at the desk they differ, and find more.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
