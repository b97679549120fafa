"""Certificates and keys that `service.toml` names by their paths: there, readable, closed to others, fitting together.

Says before the service runs what would otherwise fail at the first letter. Shows nothing that stands in a key.
"""

from __future__ import annotations

import os
import ssl
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from milestones.settings.regular import NotRegularError, read_once
from milestones.settings.service_words import Security
from milestones.settings.signing_key import LARGEST_KEY_BYTES, KeyUnusable, read_signing_key
from milestones.settings.words import shown

if TYPE_CHECKING:
    from milestones.settings.faults import Sheet
    from milestones.settings.lines import Path as Place
    from milestones.settings.problems import Problem
    from milestones.settings.service import DkimPart, ServiceFile, SmtpPart

_PATHS = ("ca_file", "client_certificate", "client_key")
_LARGEST_BYTES = 1_000_000
"""A bundle of authorities is a few hundred kilobytes."""


def with_absolute_paths(smtp: SmtpPart, home: Path) -> SmtpPart:
    """Give `smtp` with the paths of its files from the root; relative ones begin at `home`."""
    changed: dict[str, object] = {name: str(home.resolve() / path) for name in _PATHS if (path := getattr(smtp, name))}
    if smtp.dkim is not None:
        changed["dkim"] = smtp.dkim.model_copy(update={"private_key": str(home.resolve() / smtp.dkim.private_key)})
    return smtp.model_copy(update=changed)


def faults_of_key_files(service: ServiceFile, sheet: Sheet) -> list[Problem]:
    """Find what is wrong with the certificates and keys of `service`, whose paths are absolute."""
    smtp = service.smtp
    problems: list[Problem] = []
    for name in _PATHS:
        path = getattr(smtp, name)
        if path is not None:
            problems += _faults_of_file(path, ("smtp", name), sheet, secret=name == "client_key")
    if smtp.dkim is not None:
        problems += _faults_of_file(smtp.dkim.private_key, ("smtp", "dkim", "private_key"), sheet, secret=True)
    if not problems:
        problems += _faults_of_tls(smtp, sheet)
        problems += _faults_of_dkim(smtp.dkim, smtp, sheet) if smtp.dkim is not None else []
    return problems


def _faults_of_file(path: str, place: Place, sheet: Sheet, *, secret: bool) -> list[Problem]:
    """Find what is wrong with one file as a file; a secret one must be closed to everybody else."""
    largest = LARGEST_KEY_BYTES if secret else _LARGEST_BYTES
    try:
        content, found = read_once(path, largest)
    except NotRegularError:
        return [sheet.problem(place, f"{shown(path)} is no regular file", "name a PEM file")]
    except OSError as error:
        wrong = f"{shown(path)} cannot be read ({error.strerror})"
        return [sheet.problem(place, wrong, "name a file that the service's user can read")]
    mode = stat.S_IMODE(found.st_mode)
    if secret and mode & (stat.S_IRWXG | stat.S_IRWXO):
        wrong = f"others may read {shown(path)} (mode {mode:04o})"
        return [sheet.problem(place, wrong, f"chmod 0600 {shown(path)}")]
    if mode & stat.S_IWOTH or found.st_uid not in (0, os.geteuid()):
        wrong = f"others may write {shown(path)} (mode {mode:04o}, user {found.st_uid})"
        return [sheet.problem(place, wrong, "chown it to root or to the service's user, and chmod o-w")]
    if len(content) > largest:
        return [sheet.problem(place, f"{shown(path)} is larger than {largest} bytes", "name a PEM file")]
    return []


def _faults_of_tls(smtp: SmtpPart, sheet: Sheet) -> list[Problem]:
    """Find what our own side of TLS lacks."""
    given = [name for name in _PATHS if getattr(smtp, name) is not None]
    if given and smtp.security is Security.NONE:
        return [
            sheet.problem(("smtp", given[0]), "without TLS it serves nothing", 'set security = "starttls" or "tls"')
        ]
    for one, other in (("client_certificate", "client_key"), ("client_key", "client_certificate")):
        if one in given and other not in given:
            return [sheet.problem(("smtp", one), f"`{other}` is missing", f"add `{other}`, or take `{one}` out")]
    return [*_faults_of_authority(smtp, sheet), *_faults_of_pair(smtp, sheet)]


def _faults_of_authority(smtp: SmtpPart, sheet: Sheet) -> list[Problem]:
    if smtp.ca_file is None:
        return []
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=smtp.ca_file)
    except ssl.SSLError:
        wrong = f"{shown(smtp.ca_file)} holds no certificate"
        return [sheet.problem(("smtp", "ca_file"), wrong, "name a PEM file of the authority's certificate")]
    return []


def _faults_of_pair(smtp: SmtpPart, sheet: Sheet) -> list[Problem]:
    if smtp.client_certificate is None:
        return []
    password = smtp.client_key_password.get_secret_value() if smtp.client_key_password is not None else ""
    try:
        # A callable, so that a locked key without its password is an error and no question on the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(
            smtp.client_certificate, smtp.client_key, password=lambda: password
        )
    except ssl.SSLError as error:
        wrong = f"certificate and key cannot be used together ({error.reason or 'not readable'})"
        right = "name the key of this certificate, both as PEM; its password is MILESTONES_SMTP__CLIENT_KEY_PASSWORD"
        return [sheet.problem(("smtp", "client_key"), wrong, right)]
    return []


def _faults_of_dkim(dkim: DkimPart, smtp: SmtpPart, sheet: Sheet) -> list[Problem]:
    """Find why the signature would not be made, or would not count."""
    try:
        read_signing_key(dkim.private_key)
    except KeyUnusable as error:
        return [sheet.problem(("smtp", "dkim", "private_key"), error.wrong, error.right)]
    sender = smtp.sender_address.rpartition("@")[2]
    if sender != dkim.domain and not sender.endswith(f".{dkim.domain}"):
        wrong = f"letters come from {sender}, and a signature of {dkim.domain} says nothing for it (DMARC)"
        return [sheet.problem(("smtp", "dkim", "domain"), wrong, "sign with the sender's domain", "warning")]
    return []
