"""HTTP on loopback: who may ask, how, and what every answer carries.

A page of another site cannot read here: its script is of another origin, and a name of its own that it makes lead to
127.0.0.1 (DNS rebinding) is refused by the Host header. Records are readable by their owner only, so pages are sent to
processes of the same user and of root; /healthz and /metrics to every process of the machine.
Source: RFC 9110; OWASP, HTTP headers.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from reports.serving.answer import Answer, text
from reports.serving.pages import POLICY
from reports.serving.peer import owner
from reports.serving.routes import Site

ADDRESS = "127.0.0.1"
FOR_EVERYBODY = ("healthz", "metrics")
METHODS = ("GET", "HEAD")
HEADERS = {
    "Allow": ", ".join(METHODS),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PATIENCE = 10
"""Seconds for a client to send its request, and to take the answer."""


class Server(ThreadingHTTPServer):
    """Shows one folder. Port 0 takes a free one."""

    daemon_threads = True

    def __init__(self, site: Site, port: int) -> None:
        super().__init__((ADDRESS, port), _Handler)
        self.site = site

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://{ADDRESS}:{self.server_port}/"

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a client may call it in its Host header."""
        return tuple(f"{name}:{self.server_port}" for name in (ADDRESS, "localhost"))


class _Handler(BaseHTTPRequestHandler):
    server: Server
    timeout = PATIENCE

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Whatever the method, `do_GET` or `do_PURGE`, it is answered in one place."""
        if name.startswith("do_"):
            return lambda: self._send(self._answer())
        raise AttributeError(name)

    def _answer(self) -> Answer:
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in self.server.hosts:
            return text(HTTPStatus.MISDIRECTED_REQUEST, f"this is {self.server.url}, and has no other name\n")
        if self.command not in METHODS:
            return text(HTTPStatus.METHOD_NOT_ALLOWED, f"this is read only: {' and '.join(METHODS)}\n")
        if not self.path.startswith("/"):
            return text(HTTPStatus.BAD_REQUEST, "the address is no path\n")
        if urlsplit(self.path).path.split("/")[1] not in FOR_EVERYBODY and not self._trusted():
            return text(HTTPStatus.FORBIDDEN, "only the user that serves, and root, may read records\n")
        return self.server.site.answer(self.path)

    def _trusted(self) -> bool:
        return owner(self.client_address, self.server.server_address) in (0, os.geteuid())

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        policy = {} if answer.own_policy else {"Content-Security-Policy": POLICY}
        content = {"Content-Type": answer.kind, "Content-Length": str(len(answer.body))}
        for name, value in {**content, **HEADERS, **policy}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def version_string(self) -> str:
        """No versions."""
        return "gbo-reports"

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Monitors ask all day: nothing is written of what went well."""
