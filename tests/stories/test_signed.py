"""Letters under our own DKIM signature, from the configuration to the server: the same mail at each try."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from faultserver import Fault
from letterbox import contents

from milestones.flows import reload
from tests.world import World

BEGINS = datetime(2025, 1, 6, 9, tzinfo=ZoneInfo("Europe/London"))
ENVIRON = {"MILESTONES_SECRET_KEY": "a key for tests only, thirty-two"}


def make_key(path):
    """Make a key in a file of its own; give its DNS record."""
    import base64

    key = ed25519.Ed25519PrivateKey.generate()
    pem = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(key.private_bytes(*pem))
    path.chmod(0o600)
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return b"v=DKIM1; k=ed25519; p=" + base64.b64encode(raw)


class Signed(World):
    """A world that signs with a key of its own."""

    records: dict

    def write_config(self):
        super().write_config()
        self.sign("autumn")

    def sign(self, selector):
        """Sign with a new key under a new selector, as a rotation does."""
        if not hasattr(self, "records"):
            self.records = {}
        self.records[selector] = make_key(self.folder / f"{selector}.key")
        service = self.config_folder / "service.toml"
        kept = service.read_text().partition("[smtp.dkim]")[0]
        part = f'[smtp.dkim]\ndomain = "milestones.example"\nselector = "{selector}"\nprivate_key = "{selector}.key"\n'
        service.write_text(kept + part)

    def holds(self, mail):
        """Whether a mail's signature holds, by the public keys as they stand in DNS."""

        def dns(name, timeout=5):
            selector = name.decode().partition(".")[0]
            assert name.decode() == f"{selector}._domainkey.milestones.example."
            return self.records.get(selector)

        return dkim.verify(mail, dnsfunc=dns)


@pytest.fixture
async def world(tmp_path):
    async with Signed(tmp_path, begins=BEGINS) as world:
        yield world


async def test_every_letter_leaves_signed(world):
    """Assignments, reminders, escalations, the digest: each holds for a verifier that is not ours."""
    world.agreed("Train the front line", due="2025-01-24", owner="prevent-lead", on="2025-01-06")
    await world.advance_to("2025-02-05 09:00")
    kinds = {letter.kind for letter in world.letters()}
    assert {"assignment", "reminder", "escalation", "digest"} <= kinds
    assert all(world.holds(accepted.content) for accepted in world.server.accepted)


async def test_a_letter_tried_again_after_the_key_has_changed_is_the_same_mail(world):
    """I6: signed when it was written; the old key stays in DNS for what is still on its way."""
    world.server.faults.append(Fault("stored", "drop", times=1))
    world.agreed("Train the front line", due="2025-01-24", owner="prevent-lead", on="2025-01-06")
    await world.tick()
    world.sign("spring")
    world.house = reload.look(world.house, ENVIRON)
    await world.advance(minutes=10)
    doubled = next(key for key, copies in world.server.copies().items() if copies == 2)
    first, second = (one.content for one in world.server.accepted if one.message_id == doubled)
    assert first == second
    assert b"s=autumn" in first
    assert world.holds(second)
    world.agreed("Publish the plan", due="2025-03-24", owner="head-teacher", on="2025-01-06")
    await world.tick()
    newest = world.server.accepted[-1].content
    assert b"s=spring" in newest
    assert world.holds(newest)


async def test_a_letter_that_is_trimmed_before_it_is_sent_is_signed_anew(world):
    """One of its milestones is completed meanwhile: other bytes, another signature, which holds."""
    world.server.faults.append(Fault("connect", "421 4.3.2 busy", times=1))
    names = [
        world.agreed(title, due="2025-01-20", owner="prevent-lead", on="2024-12-02")
        for title in ("Train the front line", "Publish the plan")
    ]
    await world.jump_to("2025-01-06 09:00")
    before = contents(world.house.database)
    world.command("complete", names[1], by="prevent-coordinator")
    await world.advance(hours=2)
    after = contents(world.house.database)
    assert [key for key, content in before.items() if after[key] != content]
    assert world.server.accepted
    assert all(world.holds(accepted.content) for accepted in world.server.accepted)


async def test_an_edit_to_a_key_that_cannot_sign_is_refused_and_the_old_one_goes_on(world):
    """Whole or not at all, as any edit: the fault names the file, letters stay signed."""
    (world.folder / "spring.key").write_text("no key")
    (world.folder / "spring.key").chmod(0o600)
    service = world.config_folder / "service.toml"
    service.write_text(service.read_text().replace("autumn.key", "spring.key"))
    rejected = reload.look(world.house, ENVIRON)
    assert isinstance(rejected, reload.Rejected)
    assert "smtp.dkim.private_key" in rejected.detail
    world.agreed("Train the front line", due="2025-01-24", owner="prevent-lead", on="2025-01-06")
    await world.tick()
    assert world.holds(world.server.accepted[-1].content)
