"""Puts this folder on the path, so that every room's tests share its builders, and says how properties are tried."""

import os

from hypothesis import Phase, settings

# A shared machine may be slow at any moment: a deadline would find the machine's faults, not ours. In CI the examples
# are the same in every run, so that what landed once lands again; at the desk they differ, and find more.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("first", deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # no shrinking
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "desk"))
