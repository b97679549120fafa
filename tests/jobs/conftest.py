"""The partnership at this very moment, and a service to run beside it."""

from __future__ import annotations

import pytest
from service import Service
from world import World

from milestones.edge.clock import SystemClock


@pytest.fixture
async def world(tmp_path):
    """The partnership, at this very moment: the service reads the machine's clock."""
    async with World(tmp_path, begins=SystemClock().now()) as world:
        yield world


@pytest.fixture
async def service(world):
    service = Service(world.folder)
    yield service
    if service.process is not None:
        service.process.kill()
        service.process.wait(10)
