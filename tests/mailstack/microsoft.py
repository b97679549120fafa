"""Microsoft's token endpoint on loopback, reached as the real one is: through a proxy, by its own name, over TLS.

`msal` asks the tenant's discovery page and then its token page; both are answered here, and nothing else is. A program
that is to meet it gets `environ`: the proxy to go through, and the authority that vouches for the name.
"""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs

from tests.mailstack.certificate import make_certificate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOST = "login.microsoftonline.com"
TENANT, CLIENT_ID, CLIENT_SECRET = "wold.example", "11111111-2222-3333-4444-555555555555", "an application's secret"
WRONG_SECRET = {"error": "invalid_client", "error_codes": [7000215], "error_description": "AADSTS7000215: bad secret"}


class Microsoft(ThreadingHTTPServer):
    """`with Microsoft(folder, give) as microsoft:`; `give()` makes each access token, `asked` is what was asked for it.

    `refusal` is given in place of a token where it is set: an HTTP status and what goes with it. `lasts_s` is for how
    long it says that a token is good.
    """

    daemon_threads = True

    def __init__(self, folder: Path, give: Callable[[], str]) -> None:
        super().__init__(("127.0.0.1", 0), _Proxied)
        self.certificate = make_certificate(folder, f"DNS:{HOST}")
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(self.certificate, folder / "key.pem")
        self.give = give
        self.lasts_s = 3600
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.asked: list[dict[str, str]] = []

    @property
    def environ(self) -> dict[str, str]:
        proxy = f"http://127.0.0.1:{self.server_address[1]}"
        return {"HTTPS_PROXY": proxy, "https_proxy": proxy, "REQUESTS_CA_BUNDLE": str(self.certificate)}

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def answer_to_token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(form)
        if self.refusal is not None:
            return self.refusal
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return 401, WRONG_SECRET
        return 200, {"token_type": "Bearer", "expires_in": self.lasts_s, "access_token": self.give()}


class _Proxied(BaseHTTPRequestHandler):
    """One connection: CONNECT to the right name, TLS, then requests."""

    server: Microsoft
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing on the tests' output."""

    def do_CONNECT(self) -> None:
        if self.path != f"{HOST}:443":
            self.send_error(403)
            return
        self.send_response(200)
        self.end_headers()
        bare = self.connection
        try:
            self.connection = self.request = self.server.context.wrap_socket(bare, server_side=True)
        except OSError:  # who does not believe our certificate goes away
            bare.close()
            self.close_connection = True
            return
        self.rfile, self.wfile = self.connection.makefile("rb", -1), self.connection.makefile("wb", 0)
        self.close_connection = False

    def finish(self) -> None:
        """Close what TLS was wrapped around; the server knows only the bare socket."""
        with contextlib.suppress(OSError):
            super().finish()
        self.connection.close()

    def do_GET(self) -> None:
        tenant = self.path.split("/")[1]
        if not self.path.endswith("/v2.0/.well-known/openid-configuration"):
            self.say(200, {"tenant_discovery_endpoint": f"https://{HOST}/{TENANT}", "metadata": []})
        elif tenant != TENANT:
            self.say(400, {"error": "invalid_tenant", "error_description": "AADSTS90002: no such tenant"})
        else:
            pages = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
            known = {name: f"https://{HOST}/{tenant}/oauth2/v2.0/{page}" for name, page in pages.items()}
            self.say(200, {"issuer": f"https://{HOST}/{tenant}/v2.0", **known})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.say(*self.server.answer_to_token({name: values[0] for name, values in parse_qs(body).items()}))

    def say(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
