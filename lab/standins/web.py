"""The HTTP server that all stand-ins share: a request in, a reply out, one thread a connection."""

from __future__ import annotations

import json
import logging
import re
import socketserver
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import NoReturn
from urllib.parse import parse_qsl, urlsplit

log = logging.getLogger(__name__)

IDLE_SECONDS = 30
BODY_LIMIT = 32 * 1024 * 1024


class BadRequest(Exception):
    """The caller's mistake; its text goes into the reply."""


@dataclass(frozen=True)
class Request:
    """One request; `headers` answers names in any case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Message
    body: bytes
    client: str = "127.0.0.1"

    def header(self, name: str) -> str:
        """The header's value, "" where the caller sent none."""
        return self.headers.get(name, "")

    def json(self) -> dict[str, object]:
        """The body as a JSON object; an empty body is an empty object. Raises BadRequest."""
        if not self.body.strip():
            return {}
        try:
            value = json.loads(self.body)
        except ValueError as error:
            raise BadRequest(f"the body is not JSON: {error}") from error
        if not isinstance(value, dict):
            raise BadRequest(f"the body is a JSON {type(value).__name__}, not an object")
        return value


@dataclass(frozen=True)
class Reply:
    """What goes back."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: object, status: int = 200) -> Reply:
    """A JSON reply."""
    return Reply(status, json.dumps(value, default=str).encode())


def as_text(value: str, status: int = 200, content_type: str = "text/plain; charset=utf-8") -> Reply:
    """A text reply."""
    return Reply(status, value.encode(), content_type)


Handler = Callable[[Request, Mapping[str, str]], Reply]


class Router:
    """Method and path pattern to handler; the first that fits answers."""

    def __init__(self) -> None:
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []

    def on(self, method: str, pattern: str) -> Callable[[Handler], Handler]:
        """Register a handler; the pattern's named groups become its second argument."""

        def register(handler: Handler) -> Handler:
            self._routes.append((method, re.compile(pattern), handler))
            return handler

        return register

    def answer(self, request: Request) -> Reply | None:
        """The first fitting handler's reply; None where no path fits; 405 where only the method does not."""
        known = False
        for method, pattern, handler in self._routes:
            if found := pattern.fullmatch(request.path):
                known = True
                if method == request.method:
                    return handler(request, found.groupdict())
        return as_json({"message": "Method Not Allowed"}, 405) if known else None


class _Server(socketserver.ThreadingMixIn, HTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind without the name lookup of http.server: a dead resolver must not delay the start."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002 - socketserver's names
        """A caller who hangs up is no error; everything else is logged with its traceback."""
        if isinstance(sys.exception(), ConnectionError):
            log.debug("%s hung up", client_address)
        else:
            log.exception("the connection of %s ended", client_address)


def make_server(answer: Callable[[Request], Reply], port: int, address: str = "0.0.0.0") -> HTTPServer:
    """A bound server that is not serving yet; port 0 takes a free one."""

    class Handling(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = IDLE_SECONDS

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            if length > BODY_LIMIT:
                self.close_connection = True
                return self._send(as_json({"message": f"the body is larger than {BODY_LIMIT} bytes"}, 413))
            url = urlsplit(self.path)
            request = Request(
                self.command,
                url.path,
                dict(parse_qsl(url.query, keep_blank_values=True)),
                self.headers,
                self.rfile.read(length),
                str(self.client_address[0]),
            )
            try:
                reply = answer(request)
            except BadRequest as error:
                reply = as_json({"message": str(error)}, 400)
            except Exception:
                log.exception("%s %s was not answered", request.method, request.path)
                reply = as_json({"message": "internal error"}, 500)
            return self._send(reply)

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = _serve  # noqa: N815 - http.server's names

        def log_message(self, format: str, *args: object) -> None:
            log.debug(format, *args)

    return _Server((address, port), Handling)


def serve(answer: Callable[[Request], Reply], port: int) -> NoReturn:
    """Answer on every address until the process ends."""
    with make_server(answer, port) as server:
        server.serve_forever(poll_interval=3600)
    raise SystemExit("the server stopped by itself")
