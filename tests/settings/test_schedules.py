"""Rules as they hold for a board: read as written, changed by id in the board's file, narrowed, anchored."""

from __future__ import annotations

from datetime import date, time

from milestones.domain.rules import DigestRule, Offset, Rule, RuleKind, Unit

BOARD = "boards/humberside.toml"


def rules(folder, board="humberside"):
    """Give the board's rules by id."""
    schedule = folder.read().schedules[board]
    return {one.id: one for one in (*schedule.rules, *schedule.digests)}


def second_board(folder, text="", prefix="NTH"):
    """Add a board `north` with one post for each role that every board has."""
    folder.write(
        "boards/north.toml",
        f'schema = 1\nname = "North"\nprefix = "{prefix}"\ncoordinator = "keeper"\n[agreement]\nsectors = ["police"]\n'
        '[[organisation]]\nid = "p"\nname = "P"\nsector = "police"\n'
        '[[post]]\nid = "keeper"\ntitle = "Keeper"\norganisation = "p"\nsignatory = true\nboard_member = true\n'
        '[[post.holder]]\nname = "K"\nemail = "k@p.example"\nfrom = 2020-01-01\n'
        '[[post]]\nid = "chief"\ntitle = "Chief"\norganisation = "p"\nreports_to = "keeper"\n'
        '[[post.holder]]\nname = "C"\nemail = "c@p.example"\nfrom = 2020-01-01\n' + text,
    )


def test_a_rule_is_read_as_written(folder):
    """Offset, repeat, limit and recipients are those of the file; `at` is 09:00 where it is left out."""
    assert rules(folder)["overdue"] == Rule(
        id="overdue",
        kind=RuleKind.REMINDER,
        when=Offset(1, Unit.WORKING_DAYS),
        to=("owners",),
        at=time(9, 0),
        repeat=Offset(5, Unit.WORKING_DAYS),
        limit=3,
    )


COMMITTEE_PAPER = '\n[[reminder]]\nid = "committee-paper"\nbefore_meeting = "10wd"\nto = ["coordinator"]\n'


def test_a_rule_before_meetings_counts_backwards(folder):
    """`before_meeting = "10wd"` is ten working days before, and keeps the words as written."""
    folder.append("schedules.toml", COMMITTEE_PAPER)
    rule = rules(folder)["committee-paper"]
    assert rule.when == Offset(-10, Unit.WORKING_DAYS)
    assert rule.before_meeting == Offset(10, Unit.WORKING_DAYS)


def test_a_boards_rule_changes_the_keys_it_gives(folder):
    """The same id in a board's [schedules] changes `when`, and keeps recipients, kind and place in the order."""
    before = list(rules(folder))
    folder.append(BOARD, '\n[[schedules.reminder]]\nid = "overdue"\nwhen = "+2wd"\n')
    after = rules(folder)
    assert list(after) == before
    assert (after["overdue"].when, after["overdue"].limit) == (Offset(2, Unit.WORKING_DAYS), 3)


def test_a_boards_rule_may_change_its_anchor(folder):
    """`before_meeting` in the board's file takes the place of the common `when`, and `every` that of `cron`."""
    folder.append(
        BOARD,
        '\n[[schedules.reminder]]\nid = "fortnight"\nbefore_meeting = "3wd"\n'
        '[[schedules.digest]]\nid = "weekly"\nevery = "1m"\nanchor = 2027-01-04\nat = "10:00"\n',
    )
    found = rules(folder)
    assert found["fortnight"].before_meeting == Offset(3, Unit.WORKING_DAYS)
    assert found["weekly"] == DigestRule(
        id="weekly", cron="", to=("board",), every_months=1, anchor=date(2027, 1, 4), at=time(10, 0)
    )


def test_a_board_may_switch_a_rule_off_and_add_its_own(folder):
    """`enabled = false` drops a rule for that board; a new id adds one."""
    folder.append(
        BOARD,
        '\n[[schedules.reminder]]\nid = "fortnight"\nenabled = false\n'
        '[[schedules.reminder]]\nid = "month"\nwhen = "-30d"\nto = ["owners"]\n'
        'markings = ["OFFICIAL-SENSITIVE"]\ncriteria = ["success-criteria-2008:4"]\n',
    )
    found = rules(folder)
    assert "fortnight" not in found
    assert found["month"].markings == ("OFFICIAL-SENSITIVE",)
    assert found["month"].criteria == ("success-criteria-2008:4",)


def test_a_fault_in_a_boards_rule_stands_in_the_boards_file(folder):
    """The key that the board wrote is at fault there, not in the common file."""
    folder.append(BOARD, '\n[[schedules.reminder]]\nid = "fortnight"\nat = "07:00"\n')
    (problem,) = folder.problems()
    assert (problem.file, problem.place) == (BOARD, "schedules.reminder[0].at")


def test_one_boards_changes_are_not_anothers(folder):
    """Each board has its own rules and its own calendar."""
    folder.append("schedules.toml", COMMITTEE_PAPER)
    off = '[[schedules.escalation]]\nid = "joint"\nenabled = false\n[[schedules.reminder]]\nid = "committee-paper"\n'
    second_board(folder, off + 'enabled = false\n[schedules.calendar]\nbank_holidays = "GB-SCT"\n')
    found = folder.read()
    assert "joint" in {one.id for one in found.schedules["humberside"].rules}
    assert "joint" not in {one.id for one in found.schedules["north"].rules}
    assert date(2027, 1, 4) in found.calendars["north"].holidays
    assert date(2027, 1, 4) not in found.calendars["humberside"].holidays


def test_a_post_that_only_some_boards_have_is_a_warning(folder):
    """The pair at the top exists on one board; the other is told that nobody is written to there."""
    second_board(folder)
    warnings = [one for one in folder.problems() if "joint" not in one.wrong]
    assert {one.level for one in warnings} == {"warning"}
    assert any(
        "no post `bcu-commander` on `north`" in one.wrong and one.place == "escalation[1].to" for one in warnings
    )


def test_a_board_that_names_others_for_a_rule_needs_not_the_common_posts(folder):
    """Its own `to` is what counts there."""
    second_board(folder, '[[schedules.escalation]]\nid = "joint"\nto = ["chief"]\n')
    assert not any("no post" in one.wrong for one in folder.problems())


def test_two_boards_with_one_prefix_are_refused(folder):
    """HUM-1 would be two milestones."""
    second_board(folder, prefix="HUM")
    assert any("the prefix `HUM` is also that of `humberside`" in said for said in folder.said())


def test_narrower_hours_of_a_board_are_held_against_the_common_rules(folder):
    """09:00 is outside a board's 10:00 to 16:00, and the fault names the board."""
    folder.append(BOARD, '\n[schedules.calendar]\nsend_between = ["10:00", "16:00"]\n')
    said = folder.said()
    assert said
    assert all("09:00 is outside the sending hours 10:00 to 16:00 of the board `humberside`" in one for one in said)


def test_the_digest_may_be_left_out(folder):
    """A schedule without a digest is valid, and so is one with no rule at all."""
    folder.write("schedules.toml", "schema = 1\n")
    found = folder.read()
    assert found.schedules["humberside"].digests == ()
    assert found.schedules["humberside"].rules == ()


def test_hours_may_be_the_whole_day(folder):
    """`send_between = ["00:00", "23:59"]` is allowed, and its ends count."""
    folder.change("schedules.toml", '["08:00", "18:00"]', '["00:00", "23:59"]')
    folder.change("schedules.toml", 'at = "09:00" ', 'at = "23:59" ')
    assert rules(folder)["fortnight"].at == time(23, 59)


def test_horizon_and_rag_are_days(folder):
    """Weeks are written out in days."""
    folder.change("schedules.toml", 'horizon = "28d"', 'horizon = "2w"')
    assert rules(folder)["weekly"].horizon_days == 14
    assert folder.read().boards["humberside"].lateness.red_after_days == 28


def test_a_post_whose_silence_nobody_hears_of_is_a_warning(folder):
    """The only rung goes to the owner's line manager, and the post at the top has none."""
    folder.change("schedules.toml", 'to = ["bcu-commander", "la-chief-executive"]', 'to = ["owners.reports_to"]')
    (problem,) = folder.problems()
    assert (problem.level, problem.place) == ("warning", "escalation[0].to")
    assert "`strategic-lead`" in problem.wrong
    assert "bcu-commander" not in problem.wrong


def test_a_ladder_that_ends_at_a_pair_reaches_each_of_the_two(folder):
    """Each of the pair at the top hears of the other's silence, so nobody is left alone."""
    folder.change("schedules.toml", 'to = ["owners.reports_to"]', 'to = ["bcu-commander"]')
    assert folder.said() == []
