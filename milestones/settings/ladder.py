"""What is wrong with the rules of a board: incomplete, impossible, never firing, reaching nobody."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from milestones.settings.calendars import night_at_risk
from milestones.settings.nearest import advice
from milestones.settings.rule_schema import RECIPIENT_WORDS, DigestPart, RulePart
from milestones.settings.schedules import AT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from milestones.domain.board import Board, Post
    from milestones.domain.calendar import Calendar
    from milestones.domain.framework import Framework
    from milestones.settings.problems import Problem
    from milestones.settings.schedules import Entry

LAST_SAFE_DAY_OF_MONTH = 28
OFTEN_A_DAY = 24
NAMED_AT_MOST = 4


class RuleCheck:
    """Collects the faults of one board's rules. `posts` are all ids that its file claims, whole or not."""

    def __init__(self, board: Board, posts: set[str], calendar: Calendar, *, own_hours: bool) -> None:
        self.board, self.posts, self.calendar, self.own_hours = board, posts, calendar, own_hours
        self.problems: list[Problem] = []

    def check(self, entries: Sequence[Entry], frameworks: Mapping[str, Framework]) -> list[Problem]:
        """Find every fault of `entries`, the rules that hold for the board."""
        for entry in entries:
            if isinstance(entry.part, RulePart):
                self._check_rule(entry, entry.part)
                self._check_criteria(entry, entry.part, frameworks)
            else:
                self._check_digest(entry, entry.part)
            if entry.part.enabled:
                self._check_reach(entry)
        self._check_ladder([one for one in entries if one.kind == "escalation" and one.part.enabled and one.part.to])
        return self.problems

    def say(self, entry: Entry, key: str, wrong: str, right: str = "", *, warning: bool = False) -> None:
        """Note a fault at `key` of a rule, where that key was written."""
        found = entry.written_at(key).problem(key, wrong, right, "warning" if warning else "error")
        if found is not None:
            self.problems.append(found)

    def _check_rule(self, entry: Entry, part: RulePart) -> None:
        """Check a reminder or escalation: one anchor, a recipient, repeats that end, hours."""
        if not _given(entry, "when") and not _given(entry, "before_meeting"):
            self.say(entry, "when", "`when` is missing", 'say how far from the due date, as when = "-14d"')
        if part.when is not None and part.before_meeting is not None:
            self.say(entry, "before_meeting", "there are `when` and `before_meeting`", "keep one of the two")
        if part.to is None:
            self.say(entry, "to", "`to` is missing, nobody is written to", 'say to whom, as to = ["owners"]')
        if part.before_meeting is not None and part.repeat is not None:
            self.say(entry, "repeat", "a rule before meetings does not repeat", "write a second rule instead")
        if part.repeat is not None and not _given(entry, "limit"):
            self.say(entry, "limit", "`repeat` has no end", "say how many letters in all, as limit = 3")
        if part.limit is not None and part.limit > 1 and not _given(entry, "repeat"):
            self.say(entry, "limit", f"{part.limit} letters and no `repeat` between them", 'add it, as repeat = "5wd"')
        if part.before_meeting is not None and part.when is None and not self.board.meetings:
            wrong = f"it can never fire for `{self.board.slug}`, which has no `meetings`"
            self.say(entry, "before_meeting", wrong, "add them to the board's file", warning=True)
        self._check_hours(entry, "at", part.at, part.at)

    def _check_criteria(self, entry: Entry, part: RulePart, frameworks: Mapping[str, Framework]) -> None:
        """Check that the criteria a rule is narrowed to exist, and that this board uses one of them."""
        for name in part.criteria:
            framework, _, criterion = name.partition(":")
            found = frameworks.get(framework)
            if found is None:
                known = [f"{one.id}:{criterion}" for one in frameworks.values()]
                right = advice(name, known, "write framework:criterion, as `success-criteria-2008:4`")
                self.say(entry, "criteria", f"there is no framework `{framework}`", right)
            elif found.criterion(criterion) is None:
                known = [f"{framework}:{one.id}" for one in found.criteria]
                self.say(entry, "criteria", f"there is no criterion `{name}`", advice(name, known))
        if part.criteria and not any(name.partition(":")[0] in self.board.frameworks for name in part.criteria):
            wrong = f"it can never fire for `{self.board.slug}`, which uses none of these frameworks"
            self.say(entry, "criteria", wrong, "add the framework to the board's `frameworks`", warning=True)

    def _check_digest(self, entry: Entry, part: DigestPart) -> None:
        """Check a digest: one way of saying when, a recipient, an anchor that every month has, hours."""
        if not _given(entry, "cron") and not _given(entry, "every"):
            self.say(entry, "cron", "`cron` is missing", 'say when, as cron = "0 9 * * mon"')
        if part.cron is not None and part.every is not None:
            self.say(entry, "every", "there are `cron` and `every`", "keep one of the two")
        if part.to is None:
            self.say(entry, "to", "`to` is missing, nobody is written to", 'say to whom, as to = ["board"]')
        if part.every is not None and not _given(entry, "anchor"):
            self.say(entry, "anchor", "`every` has no day to count from", "add it, as anchor = 2027-01-04")
        if not _given(entry, "every") and part.cron is not None:
            for key in ("anchor", "at"):
                if getattr(part, key) is not None:
                    self.say(entry, key, f"`{key}` means nothing beside `cron`", "remove it, or use `every`")
        if part.every is not None and part.every[1] and part.anchor and part.anchor.day > LAST_SAFE_DAY_OF_MONTH:
            wrong = f"not every month has a day {part.anchor.day}"
            self.say(entry, "anchor", wrong, f"begin on a day from 1 to {LAST_SAFE_DAY_OF_MONTH}")
        if part.cron is not None:
            self._check_crontab(entry, part)
        elif part.every is not None:
            self._check_hours(entry, "at", part.at or AT, part.at or AT)

    def _check_crontab(self, entry: Entry, part: DigestPart) -> None:
        """Check a crontab's hours, how often it fires in a day, and months it would skip in silence."""
        assert part.cron is not None
        cron = part.cron
        times = len(cron.minutes) * len(cron.hours)
        if times > 1:
            wrong = f"`{cron}` fires {times} times a day"
            right = 'name one minute and one hour, as "0 9 * * mon"'
            self.say(entry, "cron", wrong, right, warning=times <= OFTEN_A_DAY)
        skipped = cron.months_skipped()
        if skipped:
            right = "use `last` for the last day of every month"
            self.say(entry, "cron", f"`{cron}` skips {', '.join(skipped)}, which are too short", right, warning=True)
        first = time(min(cron.hours), min(cron.minutes))
        self._check_hours(entry, "cron", first, time(max(cron.hours), max(cron.minutes)))

    def _check_hours(self, entry: Entry, key: str, first: time, last: time) -> None:
        """Check that times are within the sending hours and apart from the clock change."""
        since, until = self.calendar.send_from, self.calendar.send_until
        for at in dict.fromkeys((first, last)):
            if since <= until and not since <= at <= until:
                wrong = f"{at:%H:%M} is outside the sending hours {since:%H:%M} to {until:%H:%M}"
                if self.own_hours and not entry.origins:
                    wrong += f" of the board `{self.board.slug}`"
                self.say(entry, key, wrong, "choose a time within them, or widen `send_between`")
            risk = night_at_risk(self.calendar.zone, at)
            if risk is not None:
                wrong = f"{at:%H:%M} comes twice or not at all on {risk} in {self.calendar.zone.key}"
                self.say(entry, key, wrong, "choose another hour", warning=True)

    def _check_reach(self, entry: Entry) -> None:
        """Check that the posts named exist, and warn where a rule reaches nobody on this board."""
        part = entry.part
        if part.to is None:
            return
        own = entry.written_at("to").sheet.name != "schedules.toml"
        for name in part.to if own else ():
            self._check_post(entry, "to", name)
        if isinstance(part, RulePart) and entry.written_at("cc").sheet.name != "schedules.toml":
            for name in part.cc:
                self._check_post(entry, "cc", name)
        unknown = any(name not in RECIPIENT_WORDS and name not in self.posts for name in part.to)
        if not unknown and not any(self._reaches(name) for name in part.to):
            wrong = f"it reaches nobody on the board `{self.board.slug}`"
            self.say(entry, "to", wrong, _way_out(part.to[0]), warning=True)

    def _check_ladder(self, rungs: Sequence[Entry]) -> None:
        """Warn of posts whose silence no rung of the ladder would tell anybody of."""
        recipients = [name for entry in rungs for name in entry.part.to or ()]
        if not any(self._reaches(name) for name in recipients):
            return  # there is no ladder, or it was said of each rung
        alone = [post.id for post in self.board.posts.values() if not any(self._hears(one, post) for one in recipients)]
        if alone:
            wrong = f"when {_some(alone)} of the board `{self.board.slug}` is silent, no escalation reaches anybody"
            right = "give it `reports_to`, or add a rung that goes to a post"
            self.say(rungs[0], "to", wrong, right, warning=True)

    def _hears(self, name: str, post: Post) -> bool:
        """Say whether the recipient `name` is somebody else who hears that `post` is silent."""
        organisation = self.board.organisations.get(post.organisation)
        others = {
            "owners": None,
            "owners.reports_to": post.reports_to,
            "owners.deputy": post.deputy,
            "owners.organisation_lead": organisation.lead if organisation else None,
            "coordinator": self.board.coordinator,
        }
        other = others.get(name, name)
        return other is not None and other != post.id and self._reaches(other)

    def _check_post(self, entry: Entry, key: str, name: str) -> None:
        """Check that `name` is a recipient word or a post of this board."""
        if name not in RECIPIENT_WORDS and name not in self.posts:
            right = advice(name, [*RECIPIENT_WORDS, *sorted(self.posts)], "add the [[post]]")
            self.say(entry, key, f"there is no post `{name}` on the board `{self.board.slug}`", right)

    def _reaches(self, name: str) -> bool:
        """Say whether the recipient word or post `name` can stand for anybody on this board."""
        board = self.board
        reached = {
            "owners": True,
            "owners.reports_to": any(post.reports_to for post in board.posts.values()),
            "owners.deputy": any(post.deputy for post in board.posts.values()),
            "owners.organisation_lead": any(one.lead for one in board.organisations.values()),
            "signatories": any(post.signatory for post in board.posts.values()),
            "coordinator": True,
            "board": any(post.board_member for post in board.posts.values()),
        }
        return reached.get(name, name in self.posts)


def faults_of_ids(entries: Sequence[Entry], common: Sequence[Entry] = ()) -> list[Problem]:
    """Find rules of one file that share an id, among themselves or with a `common` rule of another kind."""
    problems = []
    seen: dict[str, Entry] = {}
    elsewhere = {entry.part.id: entry.kind for entry in common}
    for entry in entries:
        name = entry.part.id
        if name in seen:
            problems.append(entry.origin.problem("id", f"the id `{name}` is used twice", "give each its own", "error"))
        elif elsewhere.get(name, entry.kind) != entry.kind:
            wrong = f"`{name}` is a common {elsewhere[name]}, and this is a {entry.kind}"
            right = f"write [[schedules.{elsewhere[name]}]], or choose another id"
            problems.append(entry.origin.problem("id", wrong, right, "error"))
        seen.setdefault(name, entry)
    return [one for one in problems if one is not None]


def faults_of_common_posts(
    entries: Sequence[Entry], posts: Mapping[str, set[str]], changed: Mapping[str, set[tuple[str, str]]]
) -> list[Problem]:
    """Find posts in `schedules.toml` that no board has (an error), or that some boards lack (a warning).

    `posts` are the ids of each board; `changed` the recipients that each board decides itself, as rule and key.
    """
    problems: list[Problem | None] = []
    everywhere = sorted(set().union(*posts.values()))
    for entry in entries:
        for key in ("to", "cc"):
            for name in getattr(entry.part, key, None) or ():
                asked = [slug for slug in posts if (entry.part.id, key) not in changed[slug]]
                lacking = [slug for slug in asked if name not in posts[slug]]
                if name in RECIPIENT_WORDS or not lacking:
                    continue
                if name not in everywhere:
                    right = advice(name, [*RECIPIENT_WORDS, *everywhere], "add the [[post]] to a board")
                    problems.append(entry.origin.problem(key, f"there is no post `{name}`", right, "error"))
                else:
                    wrong = (
                        f"no post `{name}` on {', '.join(f'`{one}`' for one in lacking)}: nobody is written to there"
                    )
                    right = "add the post there, or change the rule by its id in that board's [schedules]"
                    problems.append(entry.origin.problem(key, wrong, right, "warning"))
    return [one for one in problems if one is not None]


def _given(entry: Entry, key: str) -> bool:
    """Say whether a rule gives `key`, rightly or not: what is there and wrong is not missing."""
    return getattr(entry.part, key) is not None or entry.written_at(key).is_faulty(key)


def _some(names: Sequence[str]) -> str:
    """Name a few of `names`, and how many more there are."""
    few = ", ".join(f"`{one}`" for one in names[:NAMED_AT_MOST])
    return few if len(names) <= NAMED_AT_MOST else f"{few} or {len(names) - NAMED_AT_MOST} more"


def _way_out(word: str) -> str:
    """Say what a board lacks for the recipient `word` to mean somebody."""
    return {
        "owners.reports_to": "give its posts `reports_to`",
        "owners.deputy": "give its posts `deputy`",
        "owners.organisation_lead": "give its organisations `lead`",
        "signatories": "give a post `signatory = true`",
        "board": "give a post `board_member = true`",
    }.get(word, "add the post to the board's file")
