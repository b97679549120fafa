"""`service.toml` and the environment as one value. The only user of pydantic-settings; the environment is an argument.

`MILESTONES_SMTP__HOST` overrides `[smtp] host`. Secrets stand nowhere else, or in a file named by `..._FILE`.
"""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from milestones.settings.faults import Sheet, model_within, settle
from milestones.settings.key_files import faults_of_key_files, with_absolute_paths
from milestones.settings.nearest import advice
from milestones.settings.problems import ConfigError, Problem
from milestones.settings.regular import NotRegularError, read_once
from milestones.settings.service import STAND_INS, ImapPart, ServiceFile, SmtpPart
from milestones.settings.service_words import FromEnvironment
from milestones.settings.transport import faults_of_transport
from milestones.settings.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic import BaseModel

    from milestones.settings.lines import Path as Place

Server = TypeVar("Server", SmtpPart, ImapPart)

PREFIX = "MILESTONES_"
OUTSIDE = ("MILESTONES_CONFIG",)
"""Variables that other parts read."""

FOR_TESTS = "MILESTONES_TEST_"
FILE_ENDING = "_FILE"
SHORTEST_KEY_CHARACTERS = 16
LARGEST_SECRET_BYTES = 10_000
MAKE_A_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"

_SECRET_NAMES = (
    *("password", "passwd", "secret", "secret_key", "client_secret", "token", "api_key"),
    "client_key_password",
)


class Service(BaseSettings, ServiceFile):
    """The service's own settings, file and environment together."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, populate_by_name=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # the signature is pydantic-settings'
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what it is given: `read_service` has merged the environment in and knows what came from where."""
        return (init_settings,)


class _GivenEnvironment(EnvSettingsSource):
    """The variables of a mapping in place of the process's own."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        super().__init__(Service)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        """Give the variables as pydantic-settings compares them, in lower case, marked as coming from there."""
        return {name.lower(): FromEnvironment(value) for name, value in self._variables.items()}


def read_service(sheet: Sheet | None, environ: Mapping[str, str], home: Path) -> tuple[Service | None, list[Problem]]:
    """Read the service's settings. `home` is the folder that holds `config/`; relative database paths begin there.

    Gives None for the settings where they cannot be used, and every fault.
    """
    file = sheet or Sheet("service.toml", {}, {})
    variables, problems = _variables(environ)
    raw = _without_secrets(file.raw, file, (), problems)
    merged = _merged(raw, _GivenEnvironment(variables)())
    origin = {place: name for place, name in _places() if name in variables}
    whole = Sheet(file.name, merged, file.lines, origin)
    if "schema" not in raw:
        problems.append(file.problem(("schema",), "`schema` is missing", "begin the file with `schema = 1`"))
    settled = settle(Service, whole, STAND_INS)
    problems += settled.problems
    if settled.value is None:
        return None, problems
    problems += faults_of_transport(settled.value, whole, {one.place for one in problems})
    problems += _faults_of_key(settled.value)
    completed = _completed(settled.value, home)
    problems += faults_of_key_files(completed, whole)
    return completed, problems


def require_secret(service: Service) -> bytes:
    """Give the key that signs reply tokens.

    Raises:
        ConfigError: none is set; says how to make one.
    """
    if service.secret_key is None:
        wrong = "it is not set, and without it nobody could tell our reply tokens from forged ones"
        right = f"set it, or {PREFIX}SECRET_KEY{FILE_ENDING}, to the output of: {MAKE_A_KEY}"
        raise ConfigError((Problem("environment", None, f"{PREFIX}SECRET_KEY", wrong, right),))
    return service.secret_key.get_secret_value().encode()


def variables_known() -> dict[str, Place]:
    """Give every variable of the environment that this service reads, with the place in `service.toml` it sets."""
    return {name: place for place, name in _places()}


def _places(model: type[BaseModel] = ServiceFile, within: Place = ()) -> Iterator[tuple[Place, str]]:
    """Give the place of every key of `service.toml` and the variable that overrides it."""
    for name, field in model.model_fields.items():
        place = (*within, name)
        part = model_within(field.annotation)
        if part is not None and "list" in str(field.annotation):
            continue  # a list of tables is written in the file only
        if part is not None:
            yield from _places(part, place)
        elif name != "schema_":
            yield place, PREFIX + "__".join(str(one).upper() for one in place)


def is_secret(place: Place) -> bool:
    """Say whether the key at `place` may stand in the environment only."""
    return place[-1] in _SECRET_NAMES


def _variables(environ: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Give the variables that set something, files of secrets read; a name that means nothing is a fault."""
    places = variables_known()
    by_file = {name + FILE_ENDING for name, place in places.items() if is_secret(place) or place[-1] == "url"}
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for name, value in sorted(environ.items()):
        if not name.upper().startswith(PREFIX) or name in OUTSIDE or name.startswith(FOR_TESTS):
            continue
        if name in places:
            found.setdefault(name, value)
        elif name not in by_file:
            right = advice(name, [*places, *by_file, *OUTSIDE], "unset it; docs/reference-config.md lists all")
            problems.append(Problem("environment", None, name, "no such variable is known", right))
        elif name.removesuffix(FILE_ENDING) in environ:
            wrong = f"{name.removesuffix(FILE_ENDING)} is set too"
            problems.append(Problem("environment", None, name, wrong, "set one of the two"))
        else:
            secret = _secret_in(name, value)
            if isinstance(secret, Problem):
                problems.append(secret)
            else:
                found[name.removesuffix(FILE_ENDING)] = secret
    return found, problems


def _secret_in(name: str, path: str) -> str | Problem:
    """Read the secret in the file that the variable `name` names; the file must be closed to everybody else."""

    def refused(wrong: str, right: str) -> Problem:
        return Problem("environment", None, name, f"{shown(path)}: {wrong}", right)

    try:
        content, found = read_once(path, LARGEST_SECRET_BYTES)
    except NotRegularError:
        return refused("it is no regular file", "name a file that holds the secret")
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the name
        why = problem.strerror if isinstance(problem, OSError) else "no file can have that name"
        return refused(f"it cannot be read ({why})", "name a file that the service's user can read")
    if stat.S_IMODE(found.st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        return refused(f"others may read it (mode {stat.S_IMODE(found.st_mode):04o})", f"chmod 0600 {shown(path)}")
    try:
        secret = content.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        return refused("it is not UTF-8 text", "write the secret as one line of text")
    if not secret or len(content) > LARGEST_SECRET_BYTES or not secret.isprintable():
        return refused("it is not one line of text", "write the secret as one line of text")
    return secret


def _without_secrets(raw: Mapping[str, Any], file: Sheet, within: Place, problems: list[Problem]) -> dict[str, Any]:
    """Give `raw` without secrets; each that stands in the file is a fault, and its value is shown to nobody."""
    kept: dict[str, Any] = {}
    for key, value in raw.items():
        place = (*within, key)
        variable = PREFIX + "__".join(str(one).upper() for one in place)
        if key.casefold() in _SECRET_NAMES:
            wrong = "a secret stands in the file"
            known = variables_known()
            right = f"take it out, change it, and set {variable}" if variable in known else "take it out and change it"
            problems.append(file.problem(place, wrong, right))
        elif place == ("database", "url") and _has_password(value):
            wrong = "a password stands in the URL"
            problems.append(file.problem(place, wrong, f"take it out, change it, and set {variable} to the whole URL"))
        else:
            kept[key] = _without_secrets(value, file, place, problems) if isinstance(value, dict) else value
    return kept


def _has_password(url: object) -> bool:
    """Say whether `url` holds a password, before the host or as a parameter."""
    if not isinstance(url, str):
        return False
    before_host = url.partition("://")[2].partition("/")[0].rpartition("@")[0]
    return ":" in before_host or "password=" in url.casefold()


def _merged(file: Mapping[str, Any], environment: Mapping[str, Any]) -> dict[str, Any]:
    """Lay `environment` over `file`, table by table."""
    merged = dict(file)
    for key, value in environment.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(value, dict) and isinstance(below, dict) else value
    return merged


def _faults_of_key(service: Service) -> list[Problem]:
    """Refuse a key that could be guessed."""
    key = service.secret_key
    if key is None or len(key.get_secret_value()) >= SHORTEST_KEY_CHARACTERS:
        return []
    wrong = f"it is shorter than {SHORTEST_KEY_CHARACTERS} characters"
    right = f"make one with: {MAKE_A_KEY}"
    return [Problem("environment", None, f"{PREFIX}SECRET_KEY", wrong, right)]


def _completed(service: Service, home: Path) -> Service:
    """Give `service` with what follows from the rest: usual ports, the reply address, absolute paths."""
    changed: dict[str, BaseModel] = {"smtp": with_absolute_paths(_with_port(service.smtp), home)}
    if service.imap is not None:
        changed["imap"] = _with_port(service.imap)
    if not service.replies.address:
        changed["replies"] = service.replies.model_copy(update={"address": service.smtp.sender_address})
    scheme, _, path = service.database.url.partition(":///")
    if scheme == "sqlite":
        changed["database"] = service.database.model_copy(update={"url": f"sqlite:///{home.resolve() / path}"})
    return service.model_copy(update=changed)


def _with_port(server: Server) -> Server:
    """Give `server` with the usual port where none is set."""
    return server if server.port else server.model_copy(update={"port": server.usual_port()})
