"""Only what our own edge wrote on top counts as evidence of a sender."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestones.mail.inbound.evidence import evidence, read_results
from milestones.mail.inbound.parse import parse
from tests.mail.written import raw_mail

US = "mx.board.example"
FROM = "humberside.police.example"
PASS = f"dmarc=pass (p=reject dis=none) header.from={FROM}"
EDGE = "Received: from sender.example (192.0.2.1) by AM1.eop-EUR02.mail.protection.outlook.com (192.0.2.2) with SMTP"
M365 = f"spf=pass (sender IP is 192.0.2.1) smtp.mailfrom={FROM}; dkim=pass (signature was verified) header.d={FROM};"


def stated(*head: str, profile: str = "rfc8601", trusted: str | None = US, **fields: str):
    head = tuple(line if line.startswith("Received") else f"Authentication-Results: {line}" for line in head)
    return evidence(parse(raw_mail("Done", head=head, **fields)), profile, trusted)


@pytest.mark.parametrize(
    ("head", "aligned"),
    [
        ((f"{US}; {PASS}",), True),
        ((f"{US} 1; {PASS}",), True),
        ((f"MX.Board.Example; spf=fail smtp.mailfrom=x.example;\r\n {PASS}",), True),
        ((f'{US}; dkim=pass (2048-bit key; "x") header.d={FROM} header.b="ab/c+d="; {PASS}',), True),
        ((f"{US}; dmarc=fail (p=none dis=none) header.from={FROM}",), False),
        ((f"{US}; dmarc=none header.from={FROM}",), None),
        ((f"{US}; dmarc=temperror header.from={FROM}",), None),
        ((f"{US}; dmarc=pass header.from=evil.example",), None),
        ((f"{US}; dmarc=pass",), None),
        ((f"{US}; none",), None),
        ((f"{US}; spf=pass smtp.mailfrom=x@{FROM}",), None),
        ((f"{US}; dkim=pass header.d={FROM}",), None),
        ((f"evil.example; {PASS}",), None),
        ((f"{US}.evil.example; {PASS}",), None),
        ((PASS,), None),
        (("",), None),
        ((), None),
        ((f"{US}; {PASS}; dmarc=fail header.from={FROM}",), False),
        ((f"{US}; dmarc=pass header.from=evil.example header.from={FROM}",), None),
        ((f"{US}; (dmarc=pass header.from={FROM}",), None),
        ((f"{US}; x=y (; {PASS})",), None),
        ((f'{US}; reason="; {PASS}"',), None),
        ((f"{US}; {PASS} " + "x" * 5000,), None),
    ],
)
def test_dmarc_for_the_from_domain_by_our_own_edge_is_the_only_evidence(head, aligned):
    """A01, A06: a pass by SPF or DKIM alone, another edge's word, a broken field: the owner is asked back."""
    found = stated(*head)

    assert found.aligned is aligned
    assert found.detail


@pytest.mark.parametrize(
    ("ours", "aligned"),
    [
        (f"{US}; dmarc=fail header.from={FROM}", False),
        (f"{US}; dmarc=none", None),
        (f"{US}; none", None),
        ("other.example; none", None),
    ],
)
def test_what_stands_below_ours_never_counts(ours, aligned):
    """A02, A03: the forger wrote a pass with our own id into the mail."""
    assert stated(ours, f"{US}; {PASS}").aligned is aligned
    assert stated(ours, "Received: from a by b; Tue, 24 Nov 2026 10:00:00 +0000", f"{US}; {PASS}").aligned is aligned


def test_a_forged_header_of_another_name_is_none():
    """Neither ARC's copy nor an X- header is ours."""
    mail = parse(
        raw_mail(
            "Done", head=(f"ARC-Authentication-Results: i=1; {US}; {PASS}", f"X-Authentication-Results: {US}; {PASS}")
        )
    )

    assert evidence(mail, "rfc8601", US).aligned is None


@pytest.mark.parametrize(
    ("head", "aligned"),
    [
        ((f"{M365} dmarc=pass action=none header.from={FROM};compauth=pass reason=100", EDGE), True),
        ((f"{M365} dmarc=fail action=oreject header.from={FROM};compauth=fail reason=000", EDGE), False),
        ((f"{M365} dmarc=bestguesspass action=none header.from={FROM};compauth=pass reason=109", EDGE), None),
        ((f"dkim=none (message not signed) header.d=none;dmarc=none action=none header.from={FROM};", EDGE), None),
        ((f"{M365} compauth=pass reason=100", EDGE), None),
        ((EDGE, f"{M365} dmarc=pass action=none header.from={FROM}"), None),
        ((f"evil.example; dmarc=pass header.from={FROM}", EDGE), None),
        (
            (
                f"{M365} dmarc=fail action=none header.from={FROM}",
                EDGE,
                f"{M365} dmarc=pass action=none header.from={FROM}",
            ),
            False,
        ),
    ],
)
def test_exchange_online_writes_no_id_and_is_known_by_its_place(head, aligned):
    """Its field stands above the Received of the tenant's edge; one below came with the mail."""
    assert stated(*head, profile="m365", trusted=None).aligned is aligned


def test_a_sender_that_is_nobody_has_no_evidence():
    """A daemon's mail."""
    mail = parse(
        raw_mail("x", From="MAILER-DAEMON@x.example (Mail System)", head=(f"Authentication-Results: {US}; {PASS}",))
    )

    assert evidence(mail, "rfc8601", US).aligned is None


@pytest.mark.parametrize(("profile", "trusted"), [("rfc8601", None), ("rfc8601", ""), ("none", US)])
def test_a_profile_that_cannot_work_is_an_error(profile, trusted):
    """Never a silent pass."""
    with pytest.raises(ValueError, match="no evidence"):
        stated(f"{US}; {PASS}", profile=profile, trusted=trusted)


@given(st.text(alphabet='abc.=;/() "\\1', max_size=80))
def test_any_value_is_read_or_not_read(value):
    """No error, whatever stands in the field."""
    read = read_results(value)

    assert read is None or isinstance(read[1], list)


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="\r\n"), max_size=60), st.text(max_size=60))
def test_no_text_below_or_around_turns_a_fail_into_a_pass(comment, below):
    """A comment, a further header: our edge's fail stands, or there is no evidence."""
    found = stated(
        f"{US}; dmarc=fail ({comment}) header.from={FROM}",
        f"{US}; {PASS} " + below.encode("ascii", "ignore").decode().translate({13: None, 10: None}),
    )

    assert found.aligned is not True
