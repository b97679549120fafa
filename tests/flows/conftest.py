"""What the tests of delivery stand on: an outbox to deliver from, and a certificate for a server on this machine."""

from __future__ import annotations

import pytest
from letterbox import new_database
from structlog.testing import capture_logs

from tests.certificates import Certificate


@pytest.fixture
def database(tmp_path):
    database = new_database(tmp_path)
    yield database
    database.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate.made(tmp_path_factory.mktemp("tls"), "IP:127.0.0.1")


@pytest.fixture
def logged():
    """What is logged, unwritten: a traceback in colours takes seconds."""
    with capture_logs() as lines:
        yield lines
