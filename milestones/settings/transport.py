"""What the parts of `service.toml` must be to each other: no mail and no log-in in clear over a network.

RFC 8314 section 3: TLS for submission and access. Loopback is the machine itself (127.0.0.0/8, ::1, localhost).
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from milestones.settings.service_words import Profile, Provider, Require, Security

if TYPE_CHECKING:
    from collections.abc import Collection

    from milestones.settings.faults import Sheet
    from milestones.settings.problems import Level, Problem
    from milestones.settings.service import ImapPart, OauthPart, ServiceFile, SmtpPart


def is_loopback(host: str) -> bool:
    """Say whether `host` is this machine by a name or address that no network can answer for."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def faults_of_transport(service: ServiceFile, sheet: Sheet, faulty: Collection[str]) -> list[Problem]:
    """Find what is open to a network that must not be, and log-ins that cannot work.

    `faulty` are the places of faults that were found before; nothing is said that only follows from them.
    """
    problems = _faults_of_server("smtp", service.smtp, sheet, faulty)
    if service.imap is not None:
        problems += _faults_of_server("imap", service.imap, sheet, faulty)
        problems += _faults_of_folders(service.imap, sheet)
    if service.lmtp.place is not None and not is_loopback(service.lmtp.place[0]):
        wrong = f"mail would be taken from any machine that reaches {service.lmtp.listen}"
        problems.append(sheet.problem(("lmtp", "listen"), wrong, "listen on 127.0.0.1 or ::1"))
    problems += _faults_of_policies(service.smtp, sheet)
    replies = service.replies
    trusted = replies.trusted_authserv_id
    if replies.require is Require.ALIGNED and replies.profile is Profile.RFC8601 and trusted is None:
        wrong = "no edge is trusted, so that every reply will be asked back"
        right = 'set `trusted_authserv_id` to what your own edge writes, or require = "two_step"'
        problems.append(sheet.problem(("replies", "trusted_authserv_id"), wrong, right, "warning"))
    address = replies.address or service.smtp.sender_address
    if "+" in address:
        wrong = f"`{address}` has a plus sign, and tokens are added behind one"
        at = ("replies", "address") if replies.address else ("smtp", "sender")
        problems.append(sheet.problem(at, wrong, "name a mailbox without one in [replies] address"))
    return problems


def _faults_of_folders(imap: ImapPart, sheet: Sheet) -> list[Problem]:
    """Find an archive that is the mailbox itself: mail would be moved to where it is taken in from, without end."""
    folders = {name.upper() if name.upper() == "INBOX" else name for name in (imap.mailbox, imap.archive)}
    if len(folders) > 1:
        return []
    wrong = f"`{imap.archive}` is the mailbox itself: what was taken in would be found there again"
    return [sheet.problem(("imap", "archive"), wrong, 'name another folder, as archive = "Archive"')]


def _faults_of_server(name: str, server: SmtpPart | ImapPart, sheet: Sheet, faulty: Collection[str]) -> list[Problem]:
    """Find what is wrong with the connection to one server."""
    problems: list[Problem] = []
    has_password = server.password is not None or f"{name}.password" in faulty
    if server.security is Security.NONE and not is_loopback(server.host):
        wrong = f"mail to {server.host} would cross the network in clear"
        problems.append(sheet.problem((name, "security"), wrong, 'use "starttls" or "tls"; "none" is for loopback'))
    if server.oauth is not None:
        problems += _faults_of_oauth(name, server.oauth, sheet)
    elif server.username is not None and not has_password:
        wrong = "there is a user name and no password, so that the log-in will fail"
        right = f"set MILESTONES_{name.upper()}__PASSWORD or MILESTONES_{name.upper()}__PASSWORD_FILE"
        problems.append(sheet.problem((name, "username"), wrong, right, "warning"))
    if server.username is None and (has_password or server.oauth is not None):
        wrong = "there is a password and no user name"
        problems.append(sheet.problem((name, "username"), wrong, f"set [{name}] username"))
    return problems


def _faults_of_policies(smtp: SmtpPart, sheet: Sheet) -> list[Problem]:
    """Find policies that cannot be kept, and domains that an earlier policy has taken already."""
    problems: list[Problem] = []
    earlier: list[str] = []
    for number, policy in enumerate(smtp.policy):
        if policy.require_tls and smtp.security is Security.NONE:
            wrong = "nothing can be asked to stay under TLS that is handed over in clear"
            right = 'set [smtp] security = "starttls" or "tls"'
            problems.append(sheet.problem(("smtp", "policy", number, "require_tls"), wrong, right))
        taken = [one for one in policy.domains if any(_covers(before, one) for before in earlier)]
        for one in taken:
            wrong = f"`{one}` belongs to an earlier policy, and the first wins"
            right = "put the narrower policy first, or take the domain out"
            problems.append(sheet.problem(("smtp", "policy", number, "domains"), wrong, right, "warning"))
        earlier += policy.domains
    return problems


def _covers(pattern: str, other: str) -> bool:
    """Say whether every domain that `other` means is meant by `pattern` too."""
    suffix, name = pattern.removeprefix("*."), other.removeprefix("*.")
    if not pattern.startswith("*."):
        return pattern == other
    return name == suffix or name.endswith(f".{suffix}")


def _faults_of_oauth(name: str, oauth: OauthPart, sheet: Sheet) -> list[Problem]:
    """Find what OAuth2 lacks."""
    needed = ("tenant", "client_id", "client_secret") if oauth.provider is Provider.M365 else ("token",)
    problems = []
    for key in needed:
        if getattr(oauth, key) is None:
            by_environment = key in ("client_secret", "token")
            right = f"set MILESTONES_{name.upper()}__OAUTH__{key.upper()}" if by_environment else f"add `{key}`"
            level: Level = "warning" if by_environment else "error"
            wrong = f"`{key}` is missing for `{oauth.provider}`"
            problems.append(sheet.problem((name, "oauth"), wrong, right, level))
    return problems
