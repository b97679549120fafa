"""A configuration edited while the service runs: read whole, checked whole, taken over at once or not at all.

`look` compares the files with the house that stands; `take_note` writes down that a configuration runs from now on,
and from when its new rules count; `tell` writes to the coordinators about an edit that was refused. The database and
the clock outlive every reload.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from milestones.domain.events import ConfigurationLoaded
from milestones.domain.notices import configuration_refused
from milestones.domain.recipients import Recipient, resolve
from milestones.flows import handover
from milestones.flows.act import SERVICE, Work
from milestones.flows.house import signer_of
from milestones.mail.letter.templates import Templates
from milestones.mail.letter.trial import faults_in
from milestones.settings.env import require_secret
from milestones.settings.files import read_folder
from milestones.settings.problems import ConfigError, Problem, in_order
from milestones.settings.read import read
from milestones.settings.template_files import template_sources
from milestones.store import log, queries
from milestones.store.occurrences import RULE_SINCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlmodel import Session

    from milestones.flows.house import House
    from milestones.settings.read import Configuration

HASH = "config.hash"
"""The meta key of the hash of the configuration that runs."""

RULES = "config.rules"
"""The meta key of the rules that it has, by board: JSON, so that a rule added while nothing ran is known as new."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An edit that cannot be used: the hash of what was read, and every fault in it."""

    content: str
    faults: tuple[Problem, ...]

    @property
    def detail(self) -> str:
        """Give the first fault in a line, and how many more there are."""
        more = f" (and {len(self.faults) - 1} more)" if len(self.faults) > 1 else ""
        return f"{self.faults[0]}{more}"


def look(house: House, environ: Mapping[str, str]) -> House | Rejected:
    """Read and check the configuration that the files of `house` hold now, templates included.

    Gives `house` itself where nothing has changed, the next house, or what is wrong. Changes nothing. What is checked
    is what is given: the bytes are read once.
    """
    folder = house.config.folder
    problems: list[Problem] = []
    config: Configuration | None = None
    sources: dict[str, str] = {}
    try:
        config = read(folder, environ)
        problems += _fixed(house, config)
    except ConfigError as error:
        problems += [problem for problem in error.problems if problem.level == "error"]
    try:
        sources = template_sources(folder)
    except ConfigError as error:
        problems += error.problems
    if config is not None and not problems and _same(house, config, sources):
        return house
    if sources and sources != house.templates.sources:
        problems += template_problems(sources)
    if config is None or problems:
        return _rejected(house, sources, problems)
    templates = house.templates if sources == house.templates.sources else Templates(sources)
    secrets = {**house.secrets, 0: require_secret(config.service)} if house.secrets else {}
    signer = signer_of(config) if house.secrets else None
    return replace(house, config=config, templates=templates, secrets=secrets, signer=signer)


def template_problems(sources: Mapping[str, str]) -> tuple[Problem, ...]:
    """Give the faults of templates as problems of the configuration."""
    return tuple(
        Problem(f"templates/{fault.file}", fault.line, "", fault.wrong, fault.right) for fault in faults_in(sources)
    )


def _fixed(house: House, config: Configuration) -> list[Problem]:
    """Find what a running service cannot take over, because it holds on to it: its database."""
    if config.service.database.url == house.config.service.database.url:
        problems = []
    else:
        wrong, right = "the database changes only between two runs", "put it back, or restart the service"
        problems = [Problem("service.toml", None, "database.url", wrong, right)]
    if house.secrets and config.service.secret_key is None:
        wrong, right = "it is not set any more", "set it again: it signs the tokens in reply addresses"
        problems.append(Problem("environment", None, "MILESTONES_SECRET_KEY", wrong, right))
    return problems


def _same(house: House, config: Configuration, sources: Mapping[str, str]) -> bool:
    return (
        config.hash == house.config.hash
        and config.service == house.config.service
        and sources == house.templates.sources
    )


def _rejected(house: House, sources: Mapping[str, str], problems: list[Problem]) -> Rejected:
    ordered = in_order(problems)
    digest = hashlib.sha256(read_folder(house.config.folder).hash.encode())
    digest.update(json.dumps(sources, sort_keys=True).encode())
    digest.update("\n".join(map(str, ordered)).encode())
    return Rejected(digest.hexdigest(), ordered)


def take_note(house: House, since: datetime | None) -> tuple[str, ...]:
    """Write down that the configuration of `house` runs from now on; give the rules that it added, `board:rule`.

    In one transaction: the event with the hash, the hash itself, and the instant `since` from which each added rule
    counts (None: from the beginning). A rule is added where its board was known and the rule was not; a new board's
    rules count from its milestones' agreement, like those of a fresh database. Nothing is written if it runs already.
    """
    wanted = {slug: _rule_ids(house, slug) for slug in house.config.boards}
    with house.database.reading() as session:
        if queries.meta(session, HASH) == house.config.hash:
            return ()
    with house.database.transaction() as session:
        if queries.meta(session, HASH) == house.config.hash:
            return ()
        added = _added(session, wanted)
        if since is not None:
            for name in added:
                queries.set_meta(session, f"{RULE_SINCE}{name}", since.isoformat())
        queries.set_meta(session, HASH, house.config.hash)
        queries.set_meta(session, RULES, json.dumps(wanted))
        handover.note(session, house, house.clock.now())
        event = ConfigurationLoaded(house.config.hash, added)
        log.append(session, [log.Entry(event, SERVICE)], house.clock.now())
    return added


def _rule_ids(house: House, slug: str) -> list[str]:
    schedule = house.config.schedules[slug]
    return sorted([rule.id for rule in schedule.rules] + [digest.id for digest in schedule.digests])


def _added(session: Session, wanted: Mapping[str, list[str]]) -> tuple[str, ...]:
    known: dict[str, list[str]] = json.loads(queries.meta(session, RULES) or "{}")
    return tuple(
        f"{slug}:{rule}"
        for slug, rules in wanted.items()
        for rule in rules
        if slug in known and rule not in known[slug]
    )


def tell(house: House, rejected: Rejected) -> None:
    """Write one notice about a refused edit to each board's coordinator, once for each distinct content."""
    now = house.clock.now()
    lines = [str(fault) for fault in rejected.faults]
    for slug, board in house.config.boards.items():
        with house.database.transaction() as session:
            work = Work(session, house, slug, now)
            notice = configuration_refused(board, rejected.content, lines, now)
            reached = resolve((notice.to,), None, board, queries.absences(session, slug), work.moment.today)
            for recipient in [one for one in reached if isinstance(one, Recipient) and not one.copy][:1]:
                work.owe(replace(notice, to=recipient.post))
            work.finish()
