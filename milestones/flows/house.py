"""What a flow needs of the other rooms, in one value that a reload swaps whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from milestones.domain.milestone import Moment
from milestones.mail.letter.dkim import Signer, signed
from milestones.mail.letter.templates import Templates
from milestones.settings.env import require_secret
from milestones.settings.problems import ConfigError, Problem
from milestones.settings.signing_key import KeyUnusable, read_signing_key
from milestones.settings.template_files import template_sources
from milestones.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from milestones.domain.board import Board
    from milestones.domain.calendar import Calendar
    from milestones.edge.clock import Clock
    from milestones.settings.read import Configuration


@dataclass(frozen=True, slots=True)
class House:
    """The running configuration, the database, the clock, the templates and the key that signs reply tokens.

    `secrets` are the keys by id: the newest signs, each verifies. `signer` makes the DKIM signatures, where they are
    configured. `database` and `clock` outlive a reload.
    """

    config: Configuration
    database: Database
    clock: Clock
    templates: Templates
    secrets: Mapping[int, bytes]
    signer: Signer | None = None

    @property
    def secret(self) -> bytes:
        """Give the key that signs now: the one with the highest id."""
        return self.secrets[max(self.secrets)]

    def board(self, slug: str) -> Board:
        """Give one board's values."""
        return self.config.boards[slug]

    def calendar(self, slug: str) -> Calendar:
        """Give the calendar that one board's days are counted in."""
        return self.config.calendars[slug]

    def moment(self, slug: str, now: datetime) -> Moment:
        """Give the instant `now` as one board sees it."""
        return Moment(self.board(slug), now, self.calendar(slug).today(now))

    def board_of(self, milestone_id: str) -> Board | None:
        """Find the board whose prefix a milestone's id begins with."""
        prefix = milestone_id.rpartition("-")[0].upper()
        return next((board for board in self.config.boards.values() if board.prefix.upper() == prefix), None)

    def sealed(self, content: bytes, now: datetime) -> bytes:
        """Give a letter's bytes as they are kept and sent: under our DKIM signature where one is configured."""
        return content if self.signer is None else signed(content, self.signer, now)


def signer_of(config: Configuration) -> Signer | None:
    """Give who signs letters by DKIM, None where nobody does.

    Raises:
        ConfigError: the key cannot be used; the configuration's check says the same.
    """
    dkim = config.service.smtp.dkim
    if dkim is None:
        return None
    try:
        key = read_signing_key(dkim.private_key)
    except KeyUnusable as error:
        problem = Problem("service.toml", None, "smtp.dkim.private_key", error.wrong, error.right)
        raise ConfigError((problem,)) from None
    return Signer(dkim.domain, dkim.selector, key.algorithm, key.sign)


def open_database(config: Configuration) -> Database:
    """Open the database of a configuration; PostgreSQL's newest epoch is witnessed in `var/` beside `config/`."""
    return Database(config.service.database.url, witness=config.folder.resolve().parent / "var" / "database.epoch")


def open_house(config: Configuration, clock: Clock, *, signs: bool = True) -> House:
    """Open the database and the templates of a configuration; `signs` asks for the key that letters need.

    Raises:
        ConfigError: there is no key, or a template cannot be read.
        DatabaseUnusable: the database has another version's schema, or others may read it.
    """
    secrets = {0: require_secret(config.service)} if signs else {}
    database = open_database(config)
    database.require_schema()
    signer = signer_of(config) if signs else None
    return House(config, database, clock, Templates(template_sources(config.folder)), secrets, signer)
