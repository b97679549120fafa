"""The security acceptance tests of replies: forged senders, stolen tokens, robots, loops and floods.

Each is named by its number in docs/threats.md. What a fault of reading could let through is in test_attacks_meaning.
"""

import re
from datetime import timedelta

import pytest
from attacks import EDGE_PASSES, bounce, envelope_of, open_letter, other_token, reminded, robot

from milestones.domain.milestone import Refused
from milestones.domain.state import OwnerKind
from milestones.flows import look
from milestones.flows.receive import accept_held, reject_held
from milestones.settings.problems import ConfigError
from milestones.settings.read import read
from milestones.store.database import DatabaseUnusable

DONE = "Done"


def events_of_change(world):
    """The events that changed the milestone after its letter went."""
    return [kind for kind in world.event_types("WLD-1") if kind not in {"imported", "agreed", "agreed_in_meeting"}]


# --- who wrote it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "fields", "verdict"),
    [
        ("A01", [], "challenged"),
        ("A02", ["mx.milestones.example; dmarc=fail header.from=police.example", EDGE_PASSES], "quarantined"),
        ("A03", ["mx.evil.example; dmarc=pass header.from=police.example", EDGE_PASSES], "challenged"),
        ("A06", ["mx.milestones.example; spf=pass smtp.mailfrom=evil.example"], "challenged"),
        ("A06 dkim", ["mx.milestones.example; dkim=pass header.d=evil.example"], "challenged"),
        ("A06 none", ["mx.milestones.example; dmarc=none header.from=police.example"], "challenged"),
        ("A06 other", ["mx.milestones.example; dmarc=pass header.from=evil.example"], "challenged"),
        ("A06 broken", ["mx.milestones.example; dmarc=pass header.from=police.example dmarc="], "challenged"),
    ],
)
async def test_a01_a02_a03_a06_a_sender_without_our_edges_pass_changes_nothing(a_world, number, fields, verdict):
    """Whatever is written below or instead of our edge's own verdict, no event follows from the mail."""
    async with a_world(require="aligned") as world:
        letter = await reminded(world)
        before = world.event_types("WLD-1")
        head = "".join(f"Authentication-Results: {one}\r\n" for one in fields).encode()

        receipt = await world.receive(head + world.mail_in_answer_to(letter, DONE))

        assert receipt["verdict"] == verdict
        assert world.event_types("WLD-1") == before


@pytest.mark.parametrize(
    "sender",
    [
        "sergeant@police.example)stranger@evil.example",
        "<sergeant@police.example> <stranger@evil.example>",
        "sergeant@police.example, stranger@evil.example",
        "=?utf-8?q?sergeant?=@police.example",
        "owners: sergeant@police.example;",
        "stranger@evil.example (sergeant@police.example)",
        "sergeant@police.example\r\nFrom: stranger@evil.example",
        '"sergeant@police.example" <stranger@evil.example>',
        "sergeant@police.example <stranger@evil.example>",
        "sergeant@police.exаmple",
        "sergeant@police.example.",
        "sergeant@[127.0.0.1",
    ],
)
async def test_a04_a_sender_that_readers_read_differently_never_acts(world, sender):
    """No disguise of the owner's address makes a mail the owner's."""
    letter = await reminded(world)

    receipt = await world.reply(letter, DONE, sender=sender)

    assert receipt["verdict"] in {"quarantined", "held"}
    assert world.milestone("Pilot")["state"] == "agreed"


@pytest.mark.parametrize("field", ["Reply_To", "Sender", "Return_Path", "Resent_From", "X_Original_From"])
async def test_a05_only_from_says_who_wrote_it(world, field):
    """Any other field that names the owner is passed over: the mail is a stranger's, and held."""
    letter = await reminded(world)

    receipt = await world.reply(letter, DONE, sender="stranger@evil.example", **{field: "sergeant@police.example"})

    assert receipt["verdict"] == "held"
    assert world.milestone("Pilot")["state"] == "agreed"


@pytest.mark.parametrize(
    ("number", "sender"),
    [
        ("A07", "inspector@police.example"),
        ("A07", "head-of-service@council.example"),
        ("A11", "clerk@police.example"),
        ("M66", "sergeant@home.example"),
        ("M67", "sergeant+milestones@police.example"),
    ],
)
async def test_a07_a11_a_good_token_in_another_hand_is_held(world, number, sender):
    """A colleague, somebody in copy, an owner's second or tagged address: for the coordinator to decide."""
    letter = await reminded(world)

    receipt = await world.reply(letter, DONE, sender=sender)

    assert receipt["verdict"] == "held"
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_a08_a_milestone_given_to_another_is_no_longer_its_former_owners(world):
    """The right is judged at the moment of the reply: the letter sent before gives none."""
    letter = await reminded(world)
    world.command("assign", "WLD-1", to="head-teacher", kind=OwnerKind.LEAD, by="prevent-coordinator")

    receipt = await world.reply(letter, DONE)

    assert receipt["verdict"] == "refused"
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_a09_the_same_mail_does_not_act_on_the_next_cycle(world):
    """Neither the same bytes nor the same answer anew confirm a milestone that was reopened."""
    letter = await reminded(world)
    raw = world.mail_in_answer_to(letter, DONE)
    await world.receive(raw)
    await world.tick()
    await world.reply(world.letters_to("sergeant", "acknowledgement")[0], "undo")

    again = await world.receive(raw)
    anew = await world.reply(letter, DONE)

    assert (again["verdict"], anew["verdict"]) == ("duplicate", "refused")
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_a10_two_mails_with_one_token_make_one_confirmation(world):
    """The second is acknowledged as recorded before, and adds no event to the milestone."""
    letter = await reminded(world)
    await world.reply(letter, DONE)
    after_first = world.event_types("WLD-1")

    second = await world.reply(letter, DONE)
    await world.tick()

    assert second["verdict"] == "accepted"
    assert world.event_types("WLD-1") == after_first
    assert "recorded before" in world.letters_to("sergeant", "acknowledgement")[1].text


# --- robots and loops ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", sorted(robot.SIGNS))
async def test_a12_a14_a16_a_machines_mail_neither_acts_nor_is_answered(world, sign):
    """Whatever shows that a machine wrote or rewrote the mail, its "Done" is nobody's word."""
    letter = await reminded(world)
    sent = len(world.letters())

    receipt = await world.receive(robot.mail(world, letter, sign))
    await world.tick()

    assert receipt["verdict"] in {"auto_reply", "bounce"}
    assert world.milestone("Pilot")["state"] == "agreed"
    assert len(world.letters()) == sent


async def test_a13_two_machines_do_not_talk_to_each_other(world):
    """A robot that shows no sign of one answers every mail of ours with words: it gets one question a day."""
    letter = await reminded(world)
    sent = len(world.letters())

    for number in range(60):
        await world.reply(letter, f"Your ticket {number} has been logged")
        await world.tick()
        letter = world.letters_to("sergeant")[-1]
    questions = [one.kind for one in world.letters()[sent:]]

    assert len(questions) <= 20
    assert questions.count("clarification") <= 1
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_a15_our_own_mail_come_back_is_dropped(world):
    """A letter looped back by whatever route is known by its mark, and answered by nothing."""
    letter = await reminded(world)
    sent = len(world.letters())
    looped = letter.mail.as_bytes().replace(b"From: ", b"X-Was-From: ", 1)
    looped = b"From: sergeant@police.example\r\n" + looped.replace(b"To: ", b"X-Was-To: ", 1)
    looped = f"To: {letter.mail['Reply-To']}\r\n".encode() + looped

    receipt = await world.receive(looped)
    await world.tick()

    assert receipt["verdict"] == "auto_reply"
    assert "our own mail" in receipt["reason"]
    assert len(world.letters()) == sent


@pytest.mark.parametrize(("hops", "verdict"), [(50, "accepted"), (51, "quarantined")])
async def test_a31_a_mail_that_went_round_too_often_is_not_read(world, hops, verdict):
    """More than fifty Received fields are a loop."""
    letter = await reminded(world)
    head = b"Received: from a by b; Mon, 15 Feb 2027 09:00:00 +0000\r\n" * hops

    receipt = await world.receive(head + world.mail_in_answer_to(letter, DONE))

    assert receipt["verdict"] == verdict


@pytest.mark.parametrize(
    ("to", "told"),
    [
        (None, 1),
        ("bounces@milestones.example", 0),
        (f"bounces+{'a' * 40}@milestones.example", 0),
        ("reply token", 0),
    ],
)
async def test_a32_a_failure_notice_counts_only_with_the_letters_own_bounce_token(world, to, told):
    """A forged one, also one made with the token of the Reply-To, tells nobody anything and silences nobody."""
    letter = await reminded(world)
    envelope = envelope_of(world, letter)
    token = re.search(r"\+(\w+)@", str(letter.mail["Reply-To"]))[1]
    to = f"bounces+{token}@milestones.example" if to == "reply token" else to or envelope

    for number in range(3):
        await world.receive(bounce(to, letter, number))
    await world.advance_to("2027-03-02 09:00")

    assert len(world.letters_to("bcu-commander", "notice")) == told
    assert [one.rule for one in world.letters_to("sergeant", "reminder")] == ["fortnight", "overdue"]


# --- floods, and what goes out ------------------------------------------------------------------------------


async def test_t15_answers_to_one_mailbox_are_bounded(world):
    """However many mails an owner's address sends within an hour, twenty answers go back; each mail still counts."""
    letter = await reminded(world)

    verdicts = [(await world.reply(letter, f"Not done yet, step {n}"))["verdict"] for n in range(30)]
    await world.tick()
    in_the_hour = len(world.letters_to("sergeant", "acknowledgement"))
    world.clock.advance(timedelta(hours=2))
    await world.reply(letter, "Not done yet, the last step")
    await world.tick()

    assert set(verdicts) == {"accepted"}
    assert in_the_hour == 20
    assert len(world.letters_to("sergeant", "acknowledgement")) == 21


async def test_t16_a_flood_of_strangers_does_not_flood_the_coordinator(world):
    """Held replies are told of twenty times an hour at most; all of them wait in the list."""
    letter = await reminded(world)

    for number in range(25):
        await world.reply(letter, DONE, sender=f"stranger-{number}@evil.example")
    await world.tick()

    assert len(world.letters_to("prevent-coordinator", "notice")) == 20
    assert len(look.replies(world.house, held=True)) == 25


@pytest.mark.parametrize("sender", ["stranger@evil.example", "prevent-lead@council.example"])
async def test_a30_a46_an_invented_token_or_none_is_never_answered(world, sender):
    """No acknowledgement can be drawn to an address by writing to ours in its name."""
    letter = await reminded(world)
    sent = len(world.letters())

    for token in (other_token(letter), "a" * 40, "7" * 40):
        await world.reply(letter, DONE, sender=sender, To=f"replies+{token}@milestones.example")
    await world.receive(open_letter(sender, "Please confirm my request", "Done"))
    await world.tick()

    assert len(world.letters()) == sent
    assert world.milestone("Pilot")["state"] == "agreed"


@pytest.mark.parametrize("to", ["replies@milestones.example", None])
async def test_a45_what_comes_in_is_never_mailed_out_to_others(world, to):
    """A third party's verification mail, sent to our address, is shown to nobody by mail."""
    letter = await reminded(world)
    code = "Your sign-in code is 493817, see https://evil.example/join"

    await world.reply(
        letter, code, sender="join@service.example", To=to or str(letter.mail["Reply-To"]), Subject="Code 493817"
    )
    await world.advance(days=8)

    assert not [one for one in world.letters() if "493817" in str(one.mail) or "evil.example" in str(one.mail)]


@pytest.mark.parametrize(
    "fields",
    [
        {"X_Milestones": "WLD-2", "X_Milestones_Kind": "decision_request"},
        {"X_Milestones_Rule": "joint", "X_Milestones_Post": "prevent-coordinator"},
        {"X_Milestones_Loop": "0" * 32},
    ],
)
async def test_a44_our_headers_on_mail_from_outside_say_nothing(world, fields):
    """Which milestone and which question are meant is read from the stored letter alone."""
    letter = await reminded(world)
    world.agreed("Other", due="2027-09-01", owner="head-teacher")

    receipt = await world.reply(letter, DONE, **fields)

    assert receipt["actions"] == [{"milestone": "WLD-1", "intent": "complete", "due": None}]
    assert world.milestone("Other")["state"] == "agreed"


async def test_a47_every_mail_has_one_recipient(world):
    """Through a whole ladder with copies, digests and answers: one address in the envelope, the same one in To."""
    letter = await reminded(world)
    await world.reply(letter, "Extend to 14 May 2027")
    await world.advance_to("2027-03-29 09:00")

    assert len({one.kind for one in world.letters()}) >= 5
    for accepted, one in zip(world.server.accepted, world.letters(), strict=True):
        [recipient] = accepted.recipients
        assert [address.addr_spec for address in one.mail["To"].addresses] == [recipient]
        assert one.mail["Cc"] is None
        assert one.mail["Bcc"] is None


# --- the coordinator's decisions ----------------------------------------------------------------------------


async def test_a_held_reply_accepted_after_the_milestone_was_completed_changes_nothing(world):
    """What was done meanwhile stays as it is, with its one event."""
    letter = await reminded(world)
    await world.reply(letter, DONE, sender="stranger@elsewhere.example")
    await world.reply(letter, DONE)
    before = world.event_types("WLD-1")

    receipt = accept_held(world.house, 1, world.clock.now())

    assert receipt["verdict"] == "accepted"
    assert world.event_types("WLD-1") == before


async def test_a_held_reply_is_rejected_for_good(world):
    """After a rejection nothing accepts it, and it was never decided twice."""
    letter = await reminded(world)
    await world.reply(letter, DONE, sender="stranger@elsewhere.example")

    receipt = reject_held(world.house, 1, "not known here", world.clock.now())

    assert (receipt["verdict"], receipt["reason"]) == ("refused", "not known here")
    for decide in (lambda: accept_held(world.house, 1, world.clock.now()), lambda: _reject(world)):
        with pytest.raises(Refused, match="waits for no decision"):
            decide()
    assert world.milestone("Pilot")["state"] == "agreed"


def _reject(world):
    return reject_held(world.house, 1, "again", world.clock.now())


async def test_a_reply_that_answers_no_letter_cannot_be_accepted(world):
    """The coordinator is told to give the command itself, and may reject it."""
    await reminded(world)
    await world.receive(open_letter("sergeant@police.example", "Pilot", "WLD-1 done"))

    with pytest.raises(Refused, match="answers no letter"):
        accept_held(world.house, 1, world.clock.now())
    assert reject_held(world.house, 1, "asked by telephone", world.clock.now())["verdict"] == "refused"
    with pytest.raises(Refused, match="there is no reply"):
        accept_held(world.house, 99, world.clock.now())


# --- configuration ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("A18", r"x@police.example>\r\nRCPT TO:<z@evil.example"),
        ("A18", r"x@police.example\u0000"),
        ("A19", r"serge\u202eant@police.example"),
        ("A19", "sergeant@pоlice.example"),
        ("A19", r"sergeant\u200b@police.example"),
    ],
)
async def test_a18_a19_no_address_that_could_mean_another_is_configured(world, number, address):
    """Line ends, controls, direction marks and look-alike letters in an address are a fault with its line."""
    world.posts["sergeant"]["holders"] = [{"email": address, "from": "2020-01-01"}]
    world.write_config()

    with pytest.raises(ConfigError, match=r"wold\.toml"):
        await world.restart()


@pytest.mark.parametrize("what", ["database", "secret"])
async def test_a42_files_that_others_may_read_are_refused(world, what):
    """The database and the file of the secret key are the service's alone."""
    if what == "database":
        database = next(world.folder.rglob("milestones.db"))
        database.chmod(0o644)
        with pytest.raises(DatabaseUnusable, match="others"):
            await world.restart()
        database.chmod(0o600)
        world.house = world._open()
        return
    secret = world.folder / "key"
    secret.write_text("a key for tests only, thirty-two")
    secret.chmod(0o644)
    with pytest.raises(ConfigError, match="others may read it"):
        read(world.config_folder, {"MILESTONES_SECRET_KEY_FILE": str(secret)})


@pytest.mark.parametrize("name", [r"INBOX\r\nA1 LOGOUT", r"INBOX\u0000", r"INBOX\n"])
async def test_a37_no_line_end_gets_into_the_name_of_a_mailbox(world, name):
    """What could end a command of the mailbox's protocol is a fault of the configuration."""
    service = world.config_folder / "service.toml"
    part = f'[imap]\nhost = "127.0.0.1"\nsecurity = "none"\nusername = "u"\nmailbox = "{name}"\n'
    service.write_text(service.read_text() + part)

    with pytest.raises(ConfigError, match=r"imap\.mailbox"):
        read(world.config_folder, {"MILESTONES_IMAP__PASSWORD": "x"})
