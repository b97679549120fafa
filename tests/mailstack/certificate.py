"""Makes certificates that are their own authority, for servers of the tests."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SBIN = "/usr/sbin:/usr/bin:/sbin:/bin"


def openssl(*arguments: object) -> bytes:
    """Run openssl and give what it prints."""
    command = [shutil.which("openssl", path=SBIN) or "openssl", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def make_certificate(folder: Path, *names: str) -> Path:
    """Make `cert.pem` and `key.pem` in `folder` for `names` (`DNS:localhost`, `IP:127.0.0.1`); give the certificate."""
    folder.mkdir(parents=True, exist_ok=True)
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=tests", "-addext", f"subjectAltName={','.join(names)}",
            "-keyout", folder / "key.pem", "-out", folder / "cert.pem")  # fmt: skip
    return folder / "cert.pem"
