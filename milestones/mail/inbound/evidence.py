"""What our own edge says about a sender: the topmost Authentication-Results, read strictly. Verifies nothing itself.

A forger can write any header, but not above the one that our own edge writes. So only the topmost field counts, and
what stands below it never does, whatever it claims (RFC 8601 sections 5 and 7.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from milestones.mail.inbound import budget

if TYPE_CHECKING:
    from milestones.mail.inbound.message import Mail

_FIELD: Final = "authentication-results"
_EDGE_OF_M365 = re.compile(r"\bby\s+\S+\.mail\.protection\.outlook\.com\b", re.IGNORECASE)

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<comment>\((?:[^()\\]|\\.)*\))      # one level: what edges write
      | "(?P<quoted>(?:[^"\\]|\\.)*)"
      | (?P<mark>[;=/])
      | (?P<word>[^\s();="]+)                 # a value may hold dots, slashes and an address
    )""",
    re.VERBOSE,
)
_METHOD = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:/[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Whether the sender's domain is aligned: True only for a DMARC pass that our own edge states for it.

    False where the edge states a failure, None where it states nothing that counts. `detail` says why.
    """

    aligned: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class _Result:
    """One method's result: `dmarc=pass header.from=police.example`."""

    method: str
    result: str
    properties: tuple[tuple[str, str], ...]


def evidence(mail: Mail, profile: str, trusted_authserv_id: str | None) -> Evidence:
    """Say what our own edge states about the sender's domain.

    `rfc8601`: the topmost Authentication-Results must bear `trusted_authserv_id`. `m365`: Exchange Online writes no
    authserv-id; the topmost field counts only if it stands above the Received field of the tenant's edge. In both,
    dmarc=pass must name the From domain in header.from. `dmarc=none`, `bestguesspass`, an error, and Microsoft's
    composite `compauth` are no evidence: the owner is asked back. A pass by SPF or DKIM alone is none either, since
    neither says that it is about the From domain.

    Raises:
        ValueError: `profile` is not known, or `rfc8601` has no trusted id.
    """
    if profile not in {"rfc8601", "m365"} or (profile == "rfc8601" and not trusted_authserv_id):
        raise ValueError(f"no evidence can be read with profile {profile!r} and id {trusted_authserv_id!r}")
    if mail.sender is None:
        return Evidence(None, "no sender")
    found = _topmost(mail, profile)
    if isinstance(found, Evidence):
        return found
    authserv_id, results = found
    if profile == "rfc8601" and (authserv_id or "").lower() != (trusted_authserv_id or "").lower():
        return Evidence(None, "the topmost Authentication-Results is not our edge's")
    if profile == "m365" and authserv_id is not None and authserv_id.lower() != (trusted_authserv_id or "").lower():
        return Evidence(None, "the topmost Authentication-Results is not Exchange Online's")
    return _judged([result for result in results if result.method == "dmarc"], mail.sender.rpartition("@")[2])


def _topmost(mail: Mail, profile: str) -> Evidence | tuple[str | None, list[_Result]]:
    """Give the topmost Authentication-Results read, or why there is none."""
    for name, value in mail.headers:
        if name.lower() == "received" and profile == "m365" and _EDGE_OF_M365.search(value):
            return Evidence(None, "no Authentication-Results above the edge's Received field")
        if name.lower() != _FIELD:
            continue
        if len(value) >= budget.FIELD_BYTES:
            return Evidence(None, "the topmost Authentication-Results is too long")
        read = read_results(value)
        return read if read is not None else Evidence(None, "the topmost Authentication-Results cannot be read")
    return Evidence(None, "no Authentication-Results")


def _judged(dmarc: list[_Result], domain: str) -> Evidence:
    """Judge the DMARC results of the edge: every one must pass for `domain`."""
    if not dmarc:
        return Evidence(None, "our edge states no DMARC result")
    if any(one.result in {"fail", "reject", "quarantine"} for one in dmarc):
        return Evidence(aligned=False, detail=f"DMARC failed for {domain}")
    if any(one.result != "pass" for one in dmarc):
        return Evidence(None, f"DMARC result {dmarc[0].result}")
    about = {value.lower() for one in dmarc for key, value in one.properties if key == "header.from"}
    if about != {domain}:
        return Evidence(None, "the DMARC pass is not about the From domain")
    return Evidence(aligned=True, detail=f"DMARC passed for {domain}")


def read_results(value: str) -> tuple[str | None, list[_Result]] | None:
    """Read a field by the grammar of RFC 8601 section 2.2, comments left out; None where it does not fit.

    The authserv-id is None where the field begins with a result at once, as Exchange Online writes it.
    """
    parts = _parts(value)
    if parts is None:
        return None
    authserv_id: str | None = None
    if parts and "=" not in [mark for mark, _ in parts[0]]:
        words = [text for mark, text in parts.pop(0) if mark == ""]
        if not 1 <= len(words) <= 2 or (len(words) == 2 and not words[1].isdigit()):
            return None
        authserv_id = words[0]
    if len(parts) == 1 and [text.lower() for _, text in parts[0]] == ["none"]:
        return authserv_id, []
    results: list[_Result] = []
    for part in parts:
        if not part:
            continue  # a closing semicolon
        result = _result(part)
        if result is None:
            return None
        results.append(result)
    return authserv_id, results


def _parts(value: str) -> list[list[tuple[str, str]]] | None:
    """Cut a value at its semicolons into (mark, text) tokens, comments left out; None for what is no token."""
    parts: list[list[tuple[str, str]]] = [[]]
    at, value = 0, value.rstrip()
    while at < len(value):
        match = _TOKEN.match(value, at)
        if match is None:
            return None
        at = match.end()
        if match["mark"] == ";":
            parts.append([])
        elif match["mark"]:
            parts[-1].append((match["mark"], match["mark"]))
        elif match["quoted"] is not None:
            parts[-1].append(("", match["quoted"]))
        elif match["word"]:
            parts[-1].append(("", match["word"]))
    return parts


def _result(tokens: list[tuple[str, str]]) -> _Result | None:
    """Read one `method=result key=value ...`; None where it does not fit.

    Exchange Online writes actions (`action=none`) among the properties, as key=value without a type.
    """
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(tokens):
        triple = tokens[at : at + 3]
        if len(triple) < 3 or triple[0][0] or triple[1][0] != "=" or triple[2][0]:
            return None
        pairs.append((triple[0][1].lower(), triple[2][1]))
        at += 3
    if not pairs or not _METHOD.fullmatch(pairs[0][0]):
        return None
    method, result = pairs[0]
    return _Result(method.partition("/")[0], result.lower(), tuple(pairs[1:]))
