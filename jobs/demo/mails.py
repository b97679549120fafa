"""Leaves every mail of the story in a folder: its bytes, a page to look at it, its plain text. Knows mails only."""

from __future__ import annotations

import email
import email.policy
import html
import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jobs.demo.office import Step

_SHOWN = ("From", "To", "Date", "Subject", "Reply-To", "X-Milestones", "X-Milestones-Kind", "X-Milestones-Rule",
          "Auto-Submitted")  # fmt: skip

_PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0; overflow-wrap: anywhere }}
th {{ white-space: nowrap; font-weight: 600 }}
iframe {{ width: 100%; height: 70vh; border: 1px solid #767676; background: #fff }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #767676; padding: .8rem }}
</style>
</head>
<body>
<p><a href="../index.html">Back to the story</a> · <a href="{stem}.eml">the mail as it is</a></p>
<h1>{heading}</h1>
<table>{headers}</table>
{shown}
<h2>Plain text</h2>
<pre>{text}</pre>
</body>
</html>
"""


@dataclass(frozen=True)
class Filed:
    """The files of one step's mail, without their endings; None for a step that has no mail. `text` is what it says."""

    stem: str | None
    text: str = ""
    markup: str = ""


def write_mails(folder: Path, steps: Sequence[Step]) -> list[Filed]:
    """Write the mails of all steps, numbered as they went; give for each step where its mail is."""
    folder.mkdir(parents=True, exist_ok=True)
    filed: list[Filed] = []
    number = 0
    for step in steps:
        if not step.raw:
            filed.append(Filed(None))
            continue
        number += 1
        stem = f"{number:03d}-{step.way}-{_plain(step.kind)}-{_plain(step.who)}"
        filed.append(_write(folder, stem, step))
    return filed


def _write(folder: Path, stem: str, step: Step) -> Filed:
    mail = email.message_from_bytes(step.raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    text, markup = _part(mail, "plain"), _part(mail, "html")
    heading = step.subject or "A mail without a subject"
    headers = "".join(
        f'<tr><th scope="row">{name}</th><td>{html.escape(str(mail[name]))}</td></tr>' for name in _SHOWN if mail[name]
    )
    frame = f'<h2>As its reader sees it</h2><iframe sandbox title="The mail" srcdoc="{html.escape(markup)}"></iframe>'
    page = _PAGE.format(
        title=html.escape(f"{stem[:3]}: {heading}"),
        stem=stem,
        heading=html.escape(heading),
        headers=headers,
        shown=frame if markup else "",
        text=html.escape(text or "This mail has no plain text."),
    )
    (folder / f"{stem}.eml").write_bytes(step.raw)
    (folder / f"{stem}.html").write_text(page, encoding="utf-8")
    (folder / f"{stem}.txt").write_text(text, encoding="utf-8")
    return Filed(stem, text, markup)


def _part(mail: EmailMessage, subtype: str) -> str:
    """Give one alternative of a mail's body, empty where it has none; of a delivery report, what it tells people."""
    for part in mail.walk():
        if part.get_content_type() == f"text/{subtype}" and not part.is_attachment():
            return str(part.get_content())
    return ""


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40] or "nobody"
