"""The mailbox against a real Dovecot: fetched without a trace, moved when done, waited for, lost and found again."""

from __future__ import annotations

import contextlib
import imaplib
import shutil
import ssl
import threading
import time
from itertools import count

import pytest
from mailstack.stack import PASSWORD

from milestones.edge.imap import Account, Mailbox, MailboxFailed, look_in
from milestones.edge.waker import Waker

pytestmark = pytest.mark.real_mail

_NUMBERS = count(1)
MAIL = b"From: lead@police.example\r\nTo: replies@milestones.example\r\nMessage-ID: <1@police.example>\r\n\r\ndone\r\n"


@pytest.fixture
def user():
    """Somebody whose mailbox is empty."""
    return f"reader-{next(_NUMBERS)}@milestones.example"


@pytest.fixture
def account(mail_stack, user, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_stack.certificate))
    return Account("localhost", mail_stack.ports["imap"], "starttls", user, password=PASSWORD)


@contextlib.contextmanager
def another_client(stack, user):
    """A person's mail program beside ours."""
    context = ssl.create_default_context(cafile=stack.certificate)
    with imaplib.IMAP4_SSL("localhost", stack.ports["imaps"], ssl_context=context) as client:
        client.login(user, PASSWORD)
        yield client


def put(stack, user, *mails, folder="INBOX"):
    with another_client(stack, user) as client:
        for mail in mails:
            said, why = client.append(folder, None, None, mail)
            assert said == "OK", why


def in_folder(stack, user, folder):
    with another_client(stack, user) as client:
        return int(client.select(f'"{folder}"', readonly=True)[1][0])


def test_a_mail_is_fetched_whole_and_stays_unread(account, mail_stack, user):
    """Size first, then the bytes as they lie there; a person who looks into the mailbox sees it as new."""
    put(mail_stack, user, MAIL)
    with Mailbox(account) as box:
        (uid,) = box.arrived()
        assert box.size(uid) == len(MAIL)
        assert box.fetch(uid) == MAIL
        assert box.head(uid) == MAIL.partition(b"done")[0]
    with another_client(mail_stack, user) as client:
        client.select("INBOX", readonly=True)
        assert client.search(None, "UNSEEN")[1] == [b"1"]


def test_what_is_put_away_lies_in_the_archive_and_nowhere_else(account, mail_stack, user):
    """Moved, not copied; the other mail stays where it is."""
    put(mail_stack, user, MAIL, MAIL.replace(b"<1@", b"<2@"))
    with Mailbox(account) as box:
        first, second = box.arrived()
        box.put_away(first)
        assert box.arrived() == [second]
    assert (in_folder(mail_stack, user, "INBOX"), in_folder(mail_stack, user, "Archive")) == (1, 1)


def test_an_archive_that_is_not_there_is_made(account, mail_stack, user):
    """With a name that needs IMAP's own encoding (RFC 3501 section 5.1.3)."""
    named = Account(**{**_fields(account), "archive": "Erledigt für später"})
    put(mail_stack, user, MAIL)
    with Mailbox(named) as box:
        box.put_away(box.arrived()[0])
        assert box.arrived() == []


def test_without_move_it_is_copied_and_then_expunged_alone(account, mail_stack, user, monkeypatch):
    """An old server: COPY, STORE, EXPUNGE; what a person marked as deleted beside it is not swept away."""
    put(mail_stack, user, MAIL, MAIL.replace(b"<1@", b"<2@"))
    with Mailbox(account) as box:
        client = box._client
        client.capabilities = tuple(word for word in client.capabilities if word != "MOVE")
        first, second = box.arrived()
        client.uid("STORE", second, "+FLAGS.SILENT", r"(\Deleted)")
        box.put_away(first)
        assert box.arrived() == [second]
    assert in_folder(mail_stack, user, "Archive") == 1


def test_a_mail_that_has_gone_meanwhile_is_none(account, mail_stack, user):
    """A person moved it, or another process of ours did: nothing to do, nothing to raise, one copy in the archive."""
    put(mail_stack, user, MAIL)
    with Mailbox(account) as box, Mailbox(account) as other:
        (uid,) = box.arrived()
        other.put_away(uid)
        box.put_away(uid)
        box._client.noop()
        assert box.size(uid) is None
        assert box.fetch(uid) is None
        assert box.head(uid) is None
    assert in_folder(mail_stack, user, "Archive") == 1


def test_a_wait_ends_when_a_mail_arrives(account, mail_stack, user):
    """IDLE: the server tells (Dovecot half a second after), long before the time is over."""
    with Mailbox(account) as box, _waker() as waker:
        assert box.arrived() == []
        threading.Timer(0.3, put, (mail_stack, user, MAIL)).start()
        began = time.monotonic()
        box.wait(waker, 20)
        assert time.monotonic() - began < 5
        assert len(box.arrived()) == 1


def test_a_mail_that_came_just_before_the_wait_began_ends_it_at_once(account, mail_stack, user):
    """Told together with IDLE's go-ahead, read from the socket with it: not slept over until the next refresh."""
    with Mailbox(account) as box, _waker() as waker:
        for count in (1, 2, 3):
            put(mail_stack, user, MAIL.replace(b"<1@", b"<%d@" % count))
            began = time.monotonic()
            box.wait(waker, 20)
            assert time.monotonic() - began < 5
            assert len(box.arrived()) == count
        box.wait(waker, 0.1)
        assert len(box.arrived()) == 3


def test_a_mail_that_came_while_another_was_read_ends_the_wait_at_once(account, mail_stack, user):
    """Told with the answer to whatever was asked then, and not told again by IDLE."""
    put(mail_stack, user, MAIL)
    with Mailbox(account) as box, _waker() as waker:
        (first,) = box.arrived()
        put(mail_stack, user, MAIL.replace(b"<1@", b"<2@"))
        assert box.fetch(first) == MAIL
        box.put_away(first)
        began = time.monotonic()
        box.wait(waker, 20)
        assert time.monotonic() - began < 5
        assert len(box.arrived()) == 1
        box.wait(waker, 0.1)


def test_a_wait_ends_at_once_when_it_is_told(account):
    """A stop of the service does not wait for the mailbox."""
    with Mailbox(account) as box, _waker() as waker:
        threading.Timer(0.2, waker.tell).start()
        began = time.monotonic()
        box.wait(waker, 20)
        assert time.monotonic() - began < 2
        assert waker.told()


def test_a_wait_ends_when_its_time_is_over_and_the_session_goes_on(account):
    """IDLE is refreshed: DONE, its answer, and the next IDLE on the same connection."""
    with Mailbox(account) as box, _waker() as waker:
        for _ in range(3):
            box.wait(waker, 0.1)
        assert box.arrived() == []


def test_a_connection_that_is_dropped_while_waiting_is_said_to_be_lost(account, mail_stack, user):
    """B43: the server goes away in IDLE; a new session finds everything."""
    put(mail_stack, user, MAIL)
    with Mailbox(account) as box, _waker() as waker:
        threading.Timer(0.3, mail_stack.disconnect, (user,)).start()
        began = time.monotonic()
        with pytest.raises(MailboxFailed) as lost:
            box.wait(waker, 20)
        assert not lost.value.closed
        assert time.monotonic() - began < 10
    assert look_in(account) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_both_ways_of_tls_are_spoken(account, mail_stack, security):
    """TLS from the first byte, and STARTTLS that is demanded."""
    port = mail_stack.ports["imaps" if security == "tls" else "imap"]
    assert look_in(Account(**{**_fields(account), "security": security, "port": port})) == 0


class Tokens:
    """Gives tokens that last so many seconds, a refused one no longer; counts how often it was asked."""

    def __init__(self, stack, user, *lasting):
        self._made = [stack.token(user, lasts_s) for lasts_s in lasting]
        self.asked = []

    def __call__(self, *, fresh=False):
        self.asked.append(fresh)
        if fresh and len(self._made) > 1:
            del self._made[0]
        return self._made[0]


def with_tokens(account, tokens):
    return Account(**{**_fields(account), "password": None, "token": tokens})


def test_an_access_token_lets_in(account, mail_stack, user):
    """XOAUTH2: the token is asked for at each log-in."""
    tokens = Tokens(mail_stack, user, 3600)
    assert look_in(with_tokens(account, tokens)) == 0
    assert tokens.asked == [False]


def test_a_token_that_ran_out_is_given_up_for_a_fresh_one(account, mail_stack, user):
    """Revoked, or a clock is wrong: one more try with another token, on a connection that is let in."""
    tokens = Tokens(mail_stack, user, -60, 3600)
    assert look_in(with_tokens(account, tokens)) == 0
    assert tokens.asked == [False, True]


@pytest.mark.parametrize("lasting", [(-60,), (-60, -60), (-60, -61, 3600)])
def test_refused_tokens_end_it_after_one_more_at_most(account, mail_stack, user, lasting):
    """No storm: the same token is not shown twice, and no third one is asked for; soon again is no use."""
    tokens = Tokens(mail_stack, user, *lasting)
    with pytest.raises(MailboxFailed, match="log-in as reader-") as refused:
        look_in(with_tokens(account, tokens))
    assert refused.value.closed
    assert tokens.asked == [False, True]


def test_a_wrong_password_is_said_without_it(account):
    """B48: the account is named, the password is not; and trying soon again is no use."""
    with pytest.raises(MailboxFailed, match="log-in as reader-") as refused:
        look_in(Account(**{**_fields(account), "password": "swordfish"}))
    assert refused.value.closed
    assert "swordfish" not in str(refused.value)


def test_a_certificate_that_nobody_vouches_for_ends_it_before_the_log_in(account, monkeypatch):
    """A35: no password is sent to a server that cannot prove its name."""
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MailboxFailed, match="TLS with localhost") as refused:
        look_in(account)
    assert refused.value.closed


def test_a_folder_that_is_not_there_is_named(account):
    """The administrator reads which one."""
    with pytest.raises(MailboxFailed, match="Nowhere"):
        look_in(Account(**{**_fields(account), "mailbox": "Nowhere"}))


def test_a_changed_uidvalidity_means_nothing(account, mail_stack, user):
    """B47: the index is made anew and every UID with it; what lies there is listed once, by the next session."""
    put(mail_stack, user, MAIL)
    look_in(account)
    name = user.partition("@")[0]
    folder = mail_stack.root / "mail" / "milestones.example" / name / "Maildir"
    mail_stack.disconnect(user)
    for path in folder.glob("dovecot*"):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    with Mailbox(account) as box:
        (uid,) = box.arrived()
        assert box.fetch(uid) == MAIL


@contextlib.contextmanager
def _waker():
    waker = Waker()
    try:
        yield waker
    finally:
        waker.close()


def _fields(account):
    return {name: getattr(account, name) for name in Account.__slots__}
