"""The tests' own mail system, started once for all of them."""

from __future__ import annotations

import os

import pytest
from letterbox import new_database
from mailstack.stack import MailStack, missing
from town import Town


@pytest.fixture(scope="session")
def mail_stack():
    """A running mail system; skipped where its programs are missing, failed there if this is CI."""
    reasons = missing()
    if os.geteuid() != 0:
        reasons.append("root, which Postfix's master insists on")
    if reasons and os.environ.get("CI"):
        pytest.fail(f"CI must run these tests, and lacks {', '.join(reasons)}")
    if reasons:
        pytest.skip(f"needs {', '.join(reasons)}")
    with MailStack() as stack:
        yield stack


@pytest.fixture
async def town(tmp_path, mail_stack, monkeypatch):
    """The partnership on the running mail system, every mailbox empty, its certificate trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_stack.certificate))
    async with Town(tmp_path, stack=mail_stack) as town:
        yield town


@pytest.fixture
def database(tmp_path):
    database = new_database(tmp_path)
    yield database
    database.close()
