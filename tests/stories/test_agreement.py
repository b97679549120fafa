"""Promises about joint agreement: nothing is chased before every sector has agreed, and consent is given by mail."""

from datetime import UTC, date, datetime

import pytest


async def sent_requests(world):
    """Let the requests go out, and give them by signatory."""
    await world.advance_to("2027-01-05 09:00")
    return {letter.post: letter for letter in world.letters("agreement_request")}


async def test_each_sectors_signatory_is_asked_once_with_the_milestones_in_full(world):
    """An import without a minute proposes: one request to each signatory, and nobody is chased."""
    world.proposed("Pilot", due="2027-01-08", owner="sergeant")

    asked = await sent_requests(world)
    await world.advance_to("2027-02-05 09:00")

    assert set(asked) == {"bcu-commander", "la-chief-executive", "principal"}
    assert all("Pilot" in letter.text and "8 January 2027" in letter.text for letter in asked.values())
    assert len(world.letters("agreement_request")) == 3
    assert world.letters_to("sergeant") == []


async def test_a_milestone_is_agreed_when_every_sector_has_replied_so(world):
    """Three replies in plain words agree it; its owner hears, and the coordinator too."""
    world.proposed("Pilot", due="2027-03-01", owner="sergeant")
    asked = await sent_requests(world)

    for signatory in ("bcu-commander", "principal"):
        await world.reply(asked[signatory], "Agreed, thanks.")
    before = world.milestone("Pilot")["state"]
    await world.reply(asked["la-chief-executive"], "Happy with these - agreed")
    await world.advance(days=1)

    assert (before, world.milestone("Pilot")["state"]) == ("proposed", "agreed")
    assert [letter.kind for letter in world.letters_to("sergeant")] == ["assignment"]
    assert [letter.kind for letter in world.letters_to("prevent-coordinator")] == ["agreement_result"]


async def test_an_objection_stops_it_and_the_coordinator_hears_the_reason(world):
    """One objection of three stops it; the same signatory's agreement lifts it."""
    world.proposed("Pilot", due="2027-03-01", owner="sergeant")
    asked = await sent_requests(world)
    await world.reply(asked["bcu-commander"], "Agreed")
    await world.reply(asked["la-chief-executive"], "Agreed")

    await world.reply(asked["principal"], "We object: the term dates make this impossible")
    await world.advance(days=1)
    stopped = world.milestone("Pilot")["state"]
    await world.reply(asked["principal"], "Agreed")

    assert stopped == "proposed"
    assert "term dates" in world.letters_to("prevent-coordinator", "agreement_result")[0].text
    assert world.milestone("Pilot")["state"] == "agreed"


async def test_a_signatory_agrees_to_some_and_objects_to_others(world):
    """`agree all except WLD-2`: the answer counts milestone by milestone."""
    world.proposed("Pilot", due="2027-03-01", owner="sergeant")
    world.proposed("Review", due="2027-03-08", owner="sergeant")
    asked = await sent_requests(world)
    requests = [letter for letter in world.letters("agreement_request") if letter.post == "principal"]

    receipt = await world.reply(requests[-1], "Agree WLD-1, object to WLD-2: too soon")

    assert len(asked) == 3
    assert {(a["milestone"], a["intent"]) for a in receipt["actions"]} == {("WLD-1", "agree"), ("WLD-2", "object")}


async def test_an_owner_asks_for_time_and_the_coordinator_grants_it(world):
    """Extend by reply asks the coordinator; approve moves the date, keeps the baseline and tells the owner."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-15 09:00")

    await world.reply(world.letters_to("sergeant", "reminder")[0], "Can we have until 22 March please")
    await world.tick()
    request = world.letters_to("prevent-coordinator", "decision_request")[0]
    unmoved = world.milestone("Pilot")["due"]
    await world.reply(request, "Approve")
    await world.tick()

    moved = world.milestone("Pilot")
    assert unmoved == "2027-03-01"
    assert (moved["due"], moved["baseline_due"], moved["redated"]) == ("2027-03-22", "2027-03-01", 1)
    assert "22 March 2027" in world.letters_to("sergeant", "decision")[0].text


async def test_a_refused_extension_leaves_the_date_and_tells_the_owner_why(world):
    """Reject with a reason: the date stays, and the reason reaches who asked."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-15 09:00")
    await world.reply(world.letters_to("sergeant", "reminder")[0], "extend to 22 March")
    await world.tick()

    await world.reply(
        world.letters_to("prevent-coordinator", "decision_request")[0], "Reject: inspectors come in March"
    )
    await world.tick()

    assert world.milestone("Pilot")["due"] == "2027-03-01"
    assert "inspectors come in March" in world.letters_to("sergeant", "decision")[0].text


async def test_letters_of_the_old_date_are_not_sent_after_a_move(world):
    """After the date moved, nothing counts from the old one."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-26 09:00")
    world.command("extend", "WLD-1", to=date(2027, 3, 29), by="prevent-coordinator")

    await world.advance_to("2027-03-12 09:00")

    assert [letter.rule for letter in world.letters_to("sergeant", "reminder")] == ["fortnight"]


async def test_a_claim_waits_for_another_sector(a_world):
    """`acceptance = "other_sector"`: signatories of the other sectors are asked, the first answer decides."""
    async with a_world(acceptance="other_sector") as world:
        world.agreed("Pilot", due="2027-03-01", owner="sergeant")
        await world.advance_to("2027-02-15 09:00")
        await world.reply(world.letters_to("sergeant", "reminder")[0], "Done")
        await world.tick()
        claimed = world.milestone("Pilot")["state"]
        asked = {letter.post: letter for letter in world.letters("decision_request")}

        await world.reply(asked["principal"], "Accept")
        late = await world.reply(asked["la-chief-executive"], "Reject: no evidence")

        assert claimed == "claimed"
        assert set(asked) == {"la-chief-executive", "principal"}
        assert world.milestone("Pilot")["state"] == "completed"
        assert late["verdict"] == "refused"


@pytest.mark.parametrize("opens", [7, 10])
async def test_answers_given_one_by_one_before_a_letter_goes_are_one_request(a_world, opens):
    """What waits for the same person is one letter, before the office opens or between two passes."""
    async with a_world(begins=datetime(2027, 1, 4, opens, 30, tzinfo=UTC)) as world:
        for title in ("Pilot", "Review", "Training"):
            world.proposed(title, due="2027-03-01", owner="sergeant")
        await world.advance_to("2027-01-04 11:00")

        requests = world.letters_to("principal", "agreement_request")
        assert [letter.milestones for letter in requests] == [["WLD-1", "WLD-2", "WLD-3"]]

        world.proposed("Audit", due="2027-03-01", owner="sergeant")
        await world.tick()

        assert [letter.milestones for letter in world.letters_to("principal", "agreement_request")][1:] == [["WLD-4"]]


async def test_assignments_that_wait_are_one_letter_with_the_earliest_first_reminder(a_world):
    """Two milestones given before the office opens, the later one first: the nearer reminder is the one to know of."""
    async with a_world(begins=datetime(2027, 1, 4, 7, 30, tzinfo=UTC)) as world:
        world.agreed("Review", due="2027-04-01", owner="sergeant")
        world.agreed("Pilot", due="2027-03-01", owner="sergeant")
        world.agreed("Audit", due="2027-05-03", owner="sergeant")
        await world.advance_to("2027-01-04 11:00")

    (letter,) = world.letters_to("sergeant", "assignment")
    assert letter.milestones == ["WLD-1", "WLD-2", "WLD-3"]
    assert "first reminder comes on Monday 15 February 2027" in letter.text


async def test_an_owner_passes_a_milestone_on_and_the_coordinator_approves(world):
    """`pass to` names a post: the request says which, approval gives it, and both posts are told."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-15 09:00")

    await world.reply(world.letters_to("sergeant", "reminder")[0], "Pass to: Head Teacher")
    await world.tick()
    request = world.letters_to("prevent-coordinator", "decision_request")[0]
    receipt = await world.reply(request, "Approve")
    await world.tick()

    assert "Head Teacher" in request.text
    assert receipt["verdict"] == "accepted"
    assert [owner["post"] for owner in world.milestone("Pilot")["owners"]] == ["head-teacher"]
    assert "Head Teacher" in world.letters_to("sergeant", "decision")[0].text
    assert len(world.letters_to("head-teacher", "assignment")) == 1
    assert world.audit_faults() == []


async def test_a_milestone_passed_to_nobody_known_needs_the_coordinators_word(world):
    """Where no post is named plainly, approval is refused with what to do, and the owner stays."""
    world.agreed("Pilot", due="2027-03-01", owner="sergeant")
    await world.advance_to("2027-02-15 09:00")

    await world.reply(world.letters_to("sergeant", "reminder")[0], "Pass to: somebody in housing")
    await world.tick()
    receipt = await world.reply(world.letters_to("prevent-coordinator", "decision_request")[0], "Approve")

    assert receipt["verdict"] == "refused"
    assert "milestones assign WLD-1" in receipt["reason"]
    assert [owner["post"] for owner in world.milestone("Pilot")["owners"]] == ["sergeant"]
