"""A board with a force, a council and partners, known by several names, for tests of imports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from milestones.domain.board import Board, Holder, Organisation, Post, Sector
from milestones.domain.marking import Marking

TODAY = date(2026, 11, 2)
PLANS = Path(__file__).parent / "plans"

_ORGANISATIONS = (
    Organisation("wold-police", "Wold Police", Sector.POLICE, lead="bcu-commander", aliases=("Police", "Force")),
    Organisation(
        "wold-council", "Wold City Council", Sector.LOCAL_AUTHORITY, lead="chief-executive", aliases=("LA", "WCC")
    ),
    Organisation("university", "University of Wold", Sector.PARTNER, aliases=("UoW",)),
    Organisation("probation", "National Probation Service", Sector.PARTNER, aliases=("NPS", "NOMS")),
    Organisation("empty-trust", "Wold Health Trust", Sector.PARTNER),
)
_POSTS = (
    Post("bcu-commander", "BCU Commander", "wold-police", aliases=("Divisional Commander",)),
    Post("csu-superintendent", "Community Safety Unit Superintendent", "wold-police"),
    Post("police-comms", "Head of Communications", "wold-police"),
    Post("chief-executive", "Chief Executive", "wold-council", aliases=("CEO",)),
    Post("dcs", "Director of Children's Services", "wold-council", aliases=("DCS",)),
    Post("prevent-coordinator", "Prevent Co-ordinator", "wold-council", aliases=("Prevent Lead",)),
    Post("council-comms", "Head of Communications", "wold-council"),
    Post("head-of-risk", "Head of Risk and Audit", "university"),
    Post("university-secretary", "University Secretary", "university"),
    Post("probation-head", "Head of Delivery Unit", "probation"),
)


def partnership(
    marking: Marking = Marking.NONE, frameworks: tuple[str, ...] = ("success-criteria-2008", "toolkit-2024")
) -> Board:
    """The board; every post has one holder whose address is `<post>@wold.example`."""
    return Board(
        slug="wold",
        name="Wold Prevent Board",
        prefix="WLD",
        coordinator="prevent-coordinator",
        marking=marking,
        frameworks=frameworks,
        organisations={organisation.id: organisation for organisation in _ORGANISATIONS},
        posts={post.id: _held(post) for post in _POSTS},
    )


def _held(post: Post) -> Post:
    holder = Holder(f"Holder of {post.title}", f"{post.id}@wold.example", date(2026, 1, 1))
    return Post(post.id, post.title, post.organisation, aliases=post.aliases, holders=(holder,))
