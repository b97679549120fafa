"""The example configuration that `init` writes: right as it stands, and about the seed's board."""

from __future__ import annotations

from pathlib import Path

from milestones.domain.board import Sector
from milestones.settings.read import example_files, read
from milestones.settings.shipped import shipped


def test_the_example_is_accepted_without_a_word(tmp_path: Path):
    """What `init` writes passes `check` with no error and no warning."""
    for name, content in example_files().items():
        target = tmp_path / "config" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    configuration = read(tmp_path / "config", {})
    assert configuration.warnings == ()
    board = configuration.boards["humberside"]
    assert {board.sector_of(post.id) for post in board.signatories()} == set(Sector)
    assert {"bcu-commander", "la-chief-executive"} <= set(board.posts)
    assert [rule.id for rule in configuration.schedules["humberside"].rules if rule.kind == "escalation"] == [
        "line-manager",
        "joint",
    ]


def test_the_example_switches_intake_and_health_off():
    """`[imap]`, `[lmtp]` and `[http]` are commented out, and their keys explained."""
    text = example_files()["service.toml"].decode()
    assert "\n[imap]" not in text
    for line in ("# [imap]", "# [lmtp]", "# [http]", "# listen =", "# mailbox ="):
        assert line in text


def test_the_success_criteria_are_the_seeds():
    """Nine criteria; the fourth has five tests, the fifth four interventions, the eighth its indicators."""
    text = (shipped("config") / "frameworks/success-criteria-2008.toml").read_text(encoding="utf-8")
    assert text.count("[[criterion]]") == 9
