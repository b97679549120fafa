"""The demonstration tells the truth: its page, its mails and its database agree, and it needs nothing to be set up."""

from __future__ import annotations

import email
import email.policy
import json
import os
import subprocess
import sys
import time
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

MILESTONES = Path(sys.executable).with_name("milestones")


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the real command with an environment that holds nothing of the service's."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(cwd)}
    return subprocess.run(  # noqa: PLW1510  # the status is looked at
        [MILESTONES, *words], cwd=cwd, env=environ, capture_output=True, text=True, timeout=120
    )


class Elements(HTMLParser):
    """Every element of the page with its attributes, and every id that is linked to or given."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def having(self, attribute: str) -> list[dict[str, str]]:
        return [attributes for _, attributes in self.found if attribute in attributes]


class Told:
    """One run of the demonstration: what it printed, what it left."""

    def __init__(self, folder: Path) -> None:
        began = time.monotonic()
        self.run = run("demo", cwd=folder)
        self.took_s = time.monotonic() - began
        self.out = folder / "demo"
        self.page = (self.out / "index.html").read_text()
        self.elements = Elements(self.page)

    @cache  # noqa: B019  # one run of the demonstration lives as long as its tests
    def json(self, *words: str):
        return json.loads(run("--config", "demo/config", *words, "--json", cwd=self.out.parent).stdout)

    def mails(self) -> list[email.message.EmailMessage]:
        return [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in sorted((self.out / "mails").glob("[0-9][0-9][0-9]-out-*.eml"))
        ]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    return Told(tmp_path_factory.mktemp("empty"))


def test_it_runs_in_an_empty_folder_without_configuration_in_under_a_minute(told):
    """One command, nothing set, no network: exit 0, the digest and the page's path on standard output."""
    assert told.run.returncode == 0, told.run.stderr
    assert told.took_s < 60
    assert "Humberside Prevent Board, Monday 17 November 2008" in told.run.stdout
    assert told.run.stdout.rstrip().endswith(str(told.out / "index.html"))
    assert "week 1:" in told.run.stderr
    assert "Traceback" not in told.run.stderr


def test_the_page_shows_every_milestone_as_the_database_has_it(told):
    """State, due date and number of moves of each row are those that `list` gives."""
    rows = {row["data-milestone"]: row for row in told.elements.having("data-milestone")}
    listed = {one["id"]: one for one in told.json("list")["milestones"]}

    assert set(rows) == set(listed)
    for name, one in listed.items():
        shown = (rows[name]["data-state"], rows[name]["data-due"], rows[name]["data-redated"])
        assert shown == (one["state"], one["due"] or "", str(one["redated"])), name


def test_the_page_counts_the_letters_that_were_sent(told):
    """Each letter of the outbox that was sent has its file, its place on the page, and is counted by kind."""
    sent = [letter for letter in told.json("outbox")["letters"] if letter["state"] == "sent"]
    kinds = Counter(letter["kind"] for letter in sent)
    entries = [entry for entry in told.elements.having("data-way") if entry["data-way"] == "out"]

    on_page: Counter[str] = Counter()
    for entry in entries:
        on_page[entry["data-kind"]] += int(entry["data-letters"])
    assert on_page == kinds
    assert Counter(str(mail["X-Milestones-Kind"]) for mail in told.mails()) == kinds
    assert {str(mail["Message-ID"]) for mail in told.mails()} == {letter["message_id"] for letter in sent}


def test_the_page_shows_every_mail_taken_in_with_its_verdict(told):
    """A dozen replies and more, among them one forgery held, one bounce, one absence, one asked back."""
    replies = told.json("replies")["replies"]
    shown = [entry["data-verdict"] for entry in told.elements.having("data-verdict")]

    assert shown == [reply["verdict"] for reply in replies]
    assert len(replies) >= 12
    verdicts = Counter(shown)
    assert (verdicts["held"], verdicts["bounce"], verdicts["auto_reply"], verdicts["challenged"]) == (1, 1, 1, 1)


def test_the_forged_reply_is_held_and_confirms_nothing(told):
    """A good token from another sender waits for the coordinator; the owner confirmed it six weeks later."""
    (forged,) = told.json("replies", "--held")["replies"]
    confirmed = [event for event in told.json("events", "HUM-14")["events"] if event["type"] == "completion_confirmed"]

    assert forged["from"] == "p.swanland@freemail.example"
    assert forged["actions"] == []
    assert [event["at"][:10] for event in confirmed] == ["2008-11-06"]


def test_nobody_is_confirmed_who_did_not_say_so(told):
    """Every confirmation comes at the instant of an accepted reply whose receipt says `complete` of that milestone."""
    said = {
        (reply["received_at"], action["milestone"])
        for reply in told.json("replies")["replies"]
        for action in reply["actions"]
        if reply["verdict"] in {"accepted", "challenged"} and action["intent"] == "complete"
    }
    confirmed = {
        (event["at"], event["milestone"])
        for event in told.json("events")["events"]
        if event["type"] == "completion_confirmed"
    }

    assert confirmed
    assert confirmed <= said


def test_held_rows_are_shown_with_their_questions(told):
    """The rows that no one answered stay held, words and questions on the page, and nobody was chased for them."""
    held = [one["id"] for one in told.json("list")["milestones"] if one["state"] == "held"]
    chased = {name for letter in told.json("outbox")["letters"] for name in letter["milestones"]}

    assert [row["data-held"] for row in told.elements.having("data-held")] == held
    assert len(held) >= 3
    assert "when the report becomes available" in told.page
    assert "soon" in told.page
    assert not chased.intersection(held)


def test_the_log_is_whole_and_the_page_says_where_it_stands(told):
    """The page's check is that of `audit verify`, and the last digest's anchor is part of the chain."""
    verified = told.json("audit", "verify")
    (chain,) = told.elements.having("data-whole")
    anchor = told.run.stdout.split("\nlog ")[1].split()[0]

    assert verified["ok"]
    assert (chain["data-whole"], chain["data-events"]) == ("true", str(verified["events"]))
    assert told.json("audit", "verify", "--anchor", anchor)["ok"]


def test_the_page_is_one_file_that_loads_nothing_from_elsewhere(told):
    """No script, no stylesheet, font or picture from outside; every link leads to a place on the page or to a file."""
    ids = {attributes["id"] for attributes in told.elements.having("id")}
    links = [attributes["href"] for tag, attributes in told.elements.found if tag == "a"]

    assert not {tag for tag, _ in told.elements.found} & {"script", "link", "img", "object", "embed"}
    assert not told.elements.having("src")
    for link in links:
        assert (link[1:] in ids) if link.startswith("#") else (told.out / link).is_file(), link


def test_every_mail_is_left_as_bytes_page_and_text(told):
    """Each mail has three files of one name; the page in it keeps strangers' HTML in a sandbox."""
    stems = {
        suffix: {path.stem for path in (told.out / "mails").glob(f"*{suffix}")} for suffix in (".eml", ".html", ".txt")
    }

    assert stems[".eml"] == stems[".html"] == stems[".txt"]
    for path in (told.out / "mails").glob("*.html"):
        frames = [attributes for tag, attributes in Elements(path.read_text()).found if tag == "iframe"]
        assert all(frame["sandbox"] == "" for frame in frames)


def test_it_starts_afresh_over_an_earlier_demonstration(told, tmp_path):
    """Run again it tells the same story, without a trace of the run before."""
    before = {path.name for path in (told.out / "mails").iterdir()}
    (told.out / "mails" / "999-out-old.eml").write_text("of the run before")

    again = run("demo", cwd=told.out.parent)

    assert again.returncode == 0, again.stderr
    assert {path.name for path in (told.out / "mails").iterdir()} == before


@pytest.mark.parametrize("kind", ["a folder with something else", "a file"])
def test_it_refuses_a_place_that_holds_something_else(tmp_path, kind):
    """What is no earlier demonstration is left alone: exit 2, with what would be right, nothing changed."""
    place = tmp_path / "plans"
    if kind == "a file":
        place.write_text("minutes of the board")
    else:
        place.mkdir()
        (place / "minutes.txt").write_text("minutes of the board")
    before = sorted(path.name for path in tmp_path.rglob("*"))

    refused = run("demo", "--out", "plans", cwd=tmp_path)

    assert refused.returncode == 2
    assert "plans" in refused.stderr
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
