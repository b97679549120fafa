"""A board file to a board: organisations, posts, holders, and every way in which they do not fit together."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from milestones.domain.board import Board, Holder, Lateness, Organisation, Post
from milestones.domain.marking import Marking
from milestones.settings.columns import columns_of, fault_of_column
from milestones.settings.nearest import advice
from milestones.settings.rule_schema import RECIPIENT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from milestones.settings.faults import Settled, Sheet
    from milestones.settings.lines import Path
    from milestones.settings.problems import Level, Problem
    from milestones.settings.rule_schema import DigestPart, RulePart
    from milestones.settings.schema import BoardFile, PostPart

RESERVED = frozenset(word.partition(".")[0] for word in RECIPIENT_WORDS)
"""Words that `to` and `cc` already know; a post of that name could never be written to."""


class BoardReading:
    """One board file on its way to a board; collects the faults. `posts` and `organisations` are all ids claimed."""

    def __init__(self, slug: str, sheet: Sheet, settled: Settled[BoardFile]) -> None:
        assert settled.value is not None
        self.slug, self.sheet, self.settled, self.file = slug, sheet, settled, settled.value
        self.posts = sheet.ids("post") | {one.id for one in self.file.post}
        self.organisations = sheet.ids("organisation") | {one.id for one in self.file.organisation}
        self.problems: list[Problem] = []

    def board(self) -> Board:
        """Make the board of what can be read."""
        file = self.file
        return Board(
            slug=self.slug,
            name=file.name,
            prefix=file.prefix,
            coordinator=file.coordinator,
            marking=file.marking or Marking.NONE,
            frameworks=tuple(file.frameworks),
            meetings=tuple(sorted(file.meetings)),
            agreement_sectors=tuple(file.agreement.sectors),
            completion_owners=file.completion.owners,
            acceptance=file.completion.acceptance,
            lateness=Lateness(file.rag.amber_after, file.rag.red_after),
            organisations={
                one.id: Organisation(one.id, one.name, one.sector, tuple(one.domains), one.lead, tuple(one.aliases))
                for one in file.organisation
            },
            posts={one.id: _post(one) for one in file.post},
            import_columns=columns_of(file.import_.columns),
        )

    def changed(self) -> set[tuple[str, str]]:
        """Give the recipients of common rules that this board decides itself, as rule and key."""
        own = self.file.schedules
        parts: list[RulePart | DigestPart] = [*own.reminder, *own.escalation, *own.digest]
        return {
            (one.id, key) for one in parts for key in ("to", "cc") if key in one.model_fields_set or not one.enabled
        }

    def check(self, today: date | None) -> list[Problem]:
        """Find every fault between the parts of the file; `today` also finds posts that are vacant now."""
        self._check_board()
        self._check_organisations()
        self._check_posts()
        for number, post in enumerate(self.file.post):
            self._check_holders(number, post, today)
        self._check_circles()
        self._check_sectors()
        return self.problems

    def say(self, path: Path, wrong: str, right: str = "", *, warning: bool = False) -> None:
        """Note a fault at `path` of the model, unless that value is at fault already."""
        if not self.settled.is_faulty(*path):
            level: Level = "warning" if warning else "error"
            self.problems.append(self.sheet.problem(self.settled.path(*path), wrong, right, level))

    def _check_board(self) -> None:
        """Check the board's own keys."""
        file = self.file
        self._known(("coordinator",), file.coordinator, self.posts, "post")
        self._once("meetings", [str(day) for day in file.meetings], ("meetings",))
        self._once("frameworks", file.frameworks, ("frameworks",))
        self._once("sectors", [one.value for one in file.agreement.sectors], ("agreement", "sectors"))
        if file.rag.amber_after > file.rag.red_after:
            wrong = f"amber begins after {file.rag.amber_after} days, later than red"
            self.say(("rag", "amber_after"), wrong, f"write {file.rag.red_after}d or less")
        for key, value in file.import_.columns.items():
            fault = fault_of_column(key, value)
            if fault is not None:
                self.say(("import", "columns", key), *fault)

    def _check_organisations(self) -> None:
        """Check organisations: ids once, leads that exist."""
        self._unique("organisation", [one.id for one in self.file.organisation])
        for number, one in enumerate(self.file.organisation):
            if one.lead is not None:
                self._known(("organisation", number, "lead"), one.lead, self.posts, "post")

    def _check_posts(self) -> None:
        """Check posts: ids once and not reserved, everything they name exists, words that mean one post only."""
        self._unique("post", [one.id for one in self.file.post])
        words: dict[str, str] = {}
        for number, post in enumerate(self.file.post):
            if post.id in RESERVED:
                wrong = f"`{post.id}` is a word that `to` and `cc` give another meaning"
                self.say(("post", number, "id"), wrong, f"choose another id, as `{post.id}-post`")
            self._known(("post", number, "organisation"), post.organisation, self.organisations, "organisation")
            for key in ("reports_to", "deputy"):
                other = getattr(post, key)
                if other == post.id:
                    self.say(("post", number, key), f"`{other}` is the post itself", "name another post")
                elif other is not None:
                    self._known(("post", number, key), other, self.posts, "post")
            for key, word in (("title", post.title), *(("aliases", alias) for alias in post.aliases)):
                other = words.setdefault(word.casefold(), post.id)
                if other != post.id:
                    wrong = f"`{word}` also names `{other}`, so that plans which write it are held"
                    self.say(("post", number, key), wrong, "keep it at one of the two posts", warning=True)

    def _check_holders(self, number: int, post: PostPart, today: date | None) -> None:
        """Check a post's holders: dates in order, never two on one day, somebody there, addresses at home."""
        domains = next((one.domains for one in self.file.organisation if one.id == post.organisation), [])
        for place, holder in enumerate(post.holder):
            if holder.until is not None and holder.until < holder.since:
                wrong = f"{holder.name} leaves on {holder.until}, before the first day {holder.since}"
                self.say(("post", number, "holder", place, "until"), wrong, "swap or correct the two days")
            at_home = holder.email.rpartition("@")[2]
            if domains and not any(at_home == one or at_home.endswith("." + one) for one in domains):
                wrong = f"{holder.email} is outside the domains of `{post.organisation}`"
                right = f"write an address at {' or '.join(domains)}, or add `{at_home}` to its domains"
                self.say(("post", number, "holder", place, "email"), wrong, right, warning=True)
        in_order = sorted(enumerate(post.holder), key=lambda one: one[1].since)
        for (_, before), (place, after) in pairwise(in_order):
            if before.until is None or before.until >= after.since:
                wrong = f"{before.name} and {after.name} both hold `{post.id}` on {after.since}"
                right = f"end the first with `until`, at the latest the day before {after.since}"
                self.say(("post", number, "holder", place, "from"), wrong, right)
        if not post.holder:
            wrong = f"nobody holds `{post.id}`; its letters go to the organisation's lead"
            self.say(("post", number), wrong, "add a [[post.holder]]", warning=True)
        elif today is not None and not any(
            one.since <= today and (one.until is None or today <= one.until) for one in post.holder
        ):
            wrong = f"nobody holds `{post.id}` on {today}; its letters go to the organisation's lead"
            self.say(("post", number), wrong, "add a [[post.holder]] for today", warning=True)

    def _check_circles(self) -> None:
        """Check that escalation ends somewhere, and warn of cover that runs in a circle."""
        for key, wrong, warning in (
            ("reports_to", "escalation runs in a circle", False),
            ("deputy", "cover runs in a circle", True),
        ):
            following = {post.id: getattr(post, key) for post in self.file.post if getattr(post, key) != post.id}
            for circle in _circles(following):
                number = next(number for number, post in enumerate(self.file.post) if post.id == circle[0])
                way = " -> ".join((*circle, circle[0]))
                self.say(("post", number, key), f"{wrong}: {way}", f"take `{key}` from one of them", warning=warning)

    def _check_sectors(self) -> None:
        """Warn where agreement can never happen: a sector is asked and has nobody to sign."""
        sectors = {one.id: one.sector for one in self.file.organisation}
        unknown = any(post.signatory and post.organisation not in sectors for post in self.file.post)
        if unknown or self.settled.is_faulty("organisation") or self.settled.is_faulty("post"):
            return  # who can sign is not known before that is mended
        signing = {sectors.get(post.organisation) for post in self.file.post if post.signatory}
        for place, sector in enumerate(self.file.agreement.sectors):
            if sector not in signing:
                wrong = f"no post of the sector `{sector}` is a signatory, so that nothing can be agreed"
                right = f"give one post of it `signatory = true`, or take `{sector}` out of `sectors`"
                self.say(("agreement", "sectors", place), wrong, right, warning=True)

    def _known(self, path: Path, name: str, known: Iterable[str], what: str) -> None:
        """Check that `name` is known."""
        if name not in known:
            right = advice(name, sorted(known), f"add the [[{what}]]")
            self.say(path, f"there is no {what} `{name}`", right)

    def _unique(self, array: str, ids: Sequence[str]) -> None:
        """Check that no id stands twice in an array of tables."""
        for number in _seconds(ids):
            self.say((array, number, "id"), f"the id `{ids[number]}` is used twice", "give each its own")

    def _once(self, what: str, entries: Sequence[str], path: Path) -> None:
        """Check that no entry stands twice in a list."""
        for number in _seconds(entries):
            self.say((*path, number), f"`{entries[number]}` stands twice in `{what}`", "remove one")


def _post(part: PostPart) -> Post:
    """Make the post that `part` describes."""
    holders = sorted(part.holder, key=lambda one: one.since)
    return Post(
        id=part.id,
        title=part.title,
        organisation=part.organisation,
        aliases=tuple(part.aliases),
        board_member=part.board_member,
        signatory=part.signatory,
        reports_to=part.reports_to,
        deputy=part.deputy,
        clearance=part.clearance,
        holders=tuple(Holder(one.name, one.email, one.since, one.until) for one in holders),
    )


def _seconds(entries: Sequence[str]) -> list[int]:
    """Give the positions of entries that stood before."""
    return [number for number, entry in enumerate(entries) if entry in entries[:number]]


def _circles(following: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Give the circles that are found by going from each key to its value, each once, from its first key."""
    circles: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in following:
        way: list[str] = []
        here: str | None = start
        while here is not None and here not in done and here not in way:
            way.append(here)
            here = following.get(here)
        if here is not None and here in way:
            circles.append(tuple(way[way.index(here) :]))
        done.update(way)
    return circles
