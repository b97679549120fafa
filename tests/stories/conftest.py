"""The partnership that the stories are told of."""

import os

import postgres
import pytest
from world import World


@pytest.fixture
def database_url():
    """The database of the stories: an SQLite file unless a story, or the whole run, asks for PostgreSQL."""
    if os.environ.get("MILESTONES_TEST_STORIES") != "postgresql":
        yield None
        return
    with postgres.server().database() as url:
        yield url


@pytest.fixture
async def world(tmp_path, database_url):
    async with World(tmp_path, database_url=database_url) as partnership:
        yield partnership


@pytest.fixture
def a_world(tmp_path, database_url):
    """Give a maker of worlds with other rules, to be entered with `async with`."""
    return lambda **rules: World(tmp_path, database_url=database_url, **rules)
