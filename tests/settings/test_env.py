"""`service.toml` and the environment: what overrides what, where secrets may stand, what is refused."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.settings.env import require_secret, variables_known
from milestones.settings.problems import ConfigError
from milestones.settings.transport import is_loopback

KEY = "k" * 32


def secret_file(tmp_path, content: str | bytes = "hunter2-hunter2-hunter2\n", mode: int = 0o600) -> str:
    """Write a secret to a file of its own."""
    path = tmp_path / "secret"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    return str(path)


def test_a_variable_overrides_the_file(folder):
    """MILESTONES_SMTP__HOST is [smtp] host, and a number is read as one."""
    service = folder.read({"MILESTONES_SMTP__HOST": "127.0.0.2", "MILESTONES_SMTP__PORT": "2525"}).service
    assert (service.smtp.host, service.smtp.port) == ("127.0.0.2", 2525)
    assert service.smtp.connections == 10


def test_a_variable_makes_a_section_that_the_file_has_not(folder):
    """`[http]` can come from the environment alone."""
    assert folder.read({"MILESTONES_HTTP__LISTEN": "127.0.0.1:8424"}).service.http.place == ("127.0.0.1", 8424)
    assert folder.read().service.http.place is None


def test_variables_of_others_are_ignored(folder):
    """Only MILESTONES_ variables are ours; MILESTONES_CONFIG and MILESTONES_TEST_* belong to other parts."""
    environ = {"HOME": "/x", "SMTP__HOST": "x", "MILESTONES_CONFIG": "/x", "MILESTONES_TEST_PG_URL": "x"}
    assert folder.said(environ) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("MILESTONES_STMP__HOST", "MILESTONES_SMTP__HOST"),
        ("MILESTONES_SMTP_HOST", "MILESTONES_SMTP__HOST"),
        ("MILESTONES_SECRETKEY", "MILESTONES_SECRET_KEY"),
        ("MILESTONES_SMTP__PASSWORD_FLIE", "MILESTONES_SMTP__PASSWORD_FILE"),
        ("milestones_smtp__host", "MILESTONES_SMTP__HOST"),
    ],
)
def test_a_misspelt_variable_is_an_error_with_the_nearest(folder, name, meant):
    """It would otherwise be ignored in silence."""
    (problem,) = folder.problems({name: "x"})
    assert problem.level == "error"
    assert str(problem) == f"environment: {name}: no such variable is known, did you mean `{meant}`?"


def test_a_wrong_value_names_the_variable(folder):
    """The fault stands in the environment, not in the file."""
    assert folder.said({"MILESTONES_LOG__LEVEL": "loud", "MILESTONES_SMTP__PORT": "many"}) == [
        "environment: MILESTONES_LOG__LEVEL: `loud` is no log level, known are `debug`, `info`, `warning`, `error`",
        "environment: MILESTONES_SMTP__PORT: many is text, a whole number is needed, without quotes in the file",
    ]


def test_secrets_come_from_variables_and_are_not_shown(folder):
    """Password and key are there for who asks, and in no printout."""
    environ = {
        "MILESTONES_SECRET_KEY": KEY,
        "MILESTONES_SMTP__PASSWORD": "hunter2",
        "MILESTONES_SMTP__USERNAME": "u",
        "MILESTONES_DATABASE__URL": "postgresql://u:hunter2@db.example/m",
    }
    service = folder.read(environ).service
    assert service.smtp.password.get_secret_value() == "hunter2"
    assert require_secret(service) == KEY.encode()
    assert service.database.url == environ["MILESTONES_DATABASE__URL"]
    assert "hunter2" not in repr(service)
    assert KEY not in repr(service)


def test_a_secret_may_stand_in_a_file_of_its_own(folder, tmp_path):
    """`..._FILE` names a file; its line break is not part of the secret."""
    environ = {"MILESTONES_SECRET_KEY_FILE": secret_file(tmp_path)}
    assert require_secret(folder.read(environ).service) == b"hunter2-hunter2-hunter2"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_secret_file_open_to_others_is_refused(folder, tmp_path, mode):
    """Only mode 0600 or less; the fault says so and does not show the secret."""
    (said,) = folder.said({"MILESTONES_SECRET_KEY_FILE": secret_file(tmp_path, mode=mode)})
    assert "chmod 0600" in said
    assert "hunter2" not in said


@pytest.mark.parametrize("content", ["", "\n", "two\nlines\n", b"\xff\xfe", b"nul\x00", "x" * 20_000])
def test_a_secret_file_that_is_no_line_of_text_is_refused(folder, tmp_path, content):
    """An empty, torn or binary file is no secret."""
    (problem,) = folder.problems({"MILESTONES_SMTP__PASSWORD_FILE": secret_file(tmp_path, content)})
    assert problem.level == "error"
    assert "one line of text" in problem.right


@pytest.mark.parametrize("what", ["missing", "pipe", "folder"])
def test_a_secret_file_that_is_none_is_refused(folder, tmp_path, what):
    """A missing file, a named pipe or a folder is refused without waiting."""
    path = tmp_path / "none"
    if what == "pipe":
        os.mkfifo(path)
    elif what == "folder":
        path.mkdir()
    (problem,) = folder.problems({"MILESTONES_SECRET_KEY_FILE": str(path)})
    assert problem.place == "MILESTONES_SECRET_KEY_FILE"
    assert problem.level == "error"


def test_a_secret_given_twice_is_refused(folder, tmp_path):
    """Nobody could say which of the two holds."""
    environ = {"MILESTONES_SECRET_KEY": KEY, "MILESTONES_SECRET_KEY_FILE": secret_file(tmp_path)}
    (said,) = folder.said(environ)
    assert "MILESTONES_SECRET_KEY is set too" in said


def test_a_short_key_is_refused_and_not_shown(folder):
    """A key of a few letters can be guessed."""
    (said,) = folder.said({"MILESTONES_SECRET_KEY": "hunter2"})
    assert "shorter than 16 characters" in said
    assert "hunter2" not in said


def test_without_a_key_it_is_said_how_to_make_one(folder):
    """`run` refuses to start without one, and gives the command that makes one."""
    service = folder.read().service
    with pytest.raises(ConfigError, match=r"MILESTONES_SECRET_KEY: it is not set.*secrets\.token_urlsafe\(32\)"):
        require_secret(service)


def test_the_database_is_found_from_the_folder_that_holds_config(folder, tmp_path):
    """A relative path counts from there, whatever the current folder; an absolute one and PostgreSQL stay."""
    assert folder.read().service.database.url == f"sqlite:///{tmp_path}/var/milestones.db"
    for url in ("sqlite:////srv/m.db", "postgresql://db.example/m"):
        assert folder.read({"MILESTONES_DATABASE__URL": url}).service.database.url == url


@pytest.mark.parametrize(("security", "port"), [("none", 25), ("starttls", 587), ("tls", 465)])
def test_a_port_left_out_is_the_usual_one(folder, security, port):
    """The port follows the security."""
    folder.change("service.toml", "\nport = 25 ", "\n# port = 25 ")
    assert folder.read({"MILESTONES_SMTP__SECURITY": security}).service.smtp.port == port


def test_replies_go_to_the_sender_where_no_address_is_given(folder):
    """`[replies] address` left out is the bare address of the sender."""
    folder.change("service.toml", 'address = "replies@', '# address = "replies@')
    assert folder.read().service.replies.address == "prevent@humber-prevent.example"


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True),
        ("localhost.example", False), ("10.0.0.1", False), ("0.0.0.0", False), ("127.0.0.1.example", False),
    ],
)  # fmt: skip
def test_only_loopback_is_this_machine(folder, host, local):
    """Mail in clear goes to 127.0.0.0/8, ::1 and localhost only."""
    assert is_loopback(host) is local
    refused = any("in clear" in said for said in folder.said({"MILESTONES_SMTP__HOST": host}))
    assert refused is not local


def test_a_log_in_without_a_password_is_warned_of(folder):
    """It would fail at the first letter; the password may yet come with the service's own environment."""
    (problem,) = folder.problems({"MILESTONES_SMTP__USERNAME": "u"})
    assert (problem.level, problem.place) == ("warning", "MILESTONES_SMTP__USERNAME")
    assert folder.said({"MILESTONES_SMTP__USERNAME": "u", "MILESTONES_SMTP__PASSWORD": "p"}) == []


def test_oauth_can_come_from_the_environment(folder):
    """Provider and token by variables, in place of a password."""
    environ = {
        "MILESTONES_SMTP__USERNAME": "u",
        "MILESTONES_SMTP__OAUTH__PROVIDER": "token",
        "MILESTONES_SMTP__OAUTH__TOKEN": "hunter2",
    }
    service = folder.read(environ).service
    assert service.smtp.oauth.token.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(service)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*variables_known(), "MILESTONES_X"]), st.text(max_size=12), max_size=4))
def test_any_environment_is_read_or_refused(folder, environ):
    """Whatever variables hold, the fault names one of them or nothing is wrong; a secret's text is never said."""
    environ = {name: f"{value}hunter2" if "PASSWORD" in name else value for name, value in environ.items()}
    for problem in folder.problems(environ):
        assert problem.place in environ or problem.file == "service.toml" or problem.level == "warning"
        assert "hunter2" not in str(problem)
