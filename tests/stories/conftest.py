"""The partnership that the stories are told of."""

import pytest
from world import World


@pytest.fixture
async def world(tmp_path):
    async with World(tmp_path) as partnership:
        yield partnership


@pytest.fixture
def a_world(tmp_path):
    """Worlds with other rules, as `async with a_world(require="two_step") as world:`."""
    return lambda **rules: World(tmp_path, **rules)
