"""Where BotUI looks for BotServer: asked by the shell that every Debian has, of real servers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from fixtures.access.process import Completed, run
from fixtures.facts.botui import BotuiFacts
from tests.unit.environments import environment

LAB = environment()
HEALTH = b'{"status":"degraded","service":"botserver","database":false}'


class Handler(BaseHTTPRequestHandler):
    """Answers what it is told to, and keeps what it was asked."""

    body = HEALTH
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(503)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    Handler.asked.clear()
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


class Local(BotuiFacts):
    """BotUI's container is this machine, and BOTSERVER_URL is given."""

    url = ""

    def run(self, _container: str, *argv: str) -> Completed:
        if argv[0] == "sh":
            mark = argv[4]
            return Completed(argv, 0, f"{self.url}\n\n{mark} url 0\n".encode(), b"")
        return run(argv, timeout=10)


def asked(url: str) -> Any:
    room: Any = Local(LAB, None, None)  # type: ignore[arg-type]  # nothing else is asked
    room.url = url
    return room.server_url(LAB.botui[0])


@pytest.mark.process
@pytest.mark.parametrize("path", ["", "/", "/base"])
def test_it_is_found_whatever_its_health(port: int, path: str) -> None:
    assert asked(f"http://127.0.0.1:{port}{path}").answers
    assert Handler.asked == [f"{path.rstrip('/')}/api/health"]


@pytest.mark.process
@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"service":"other"}', b""])
def test_another_program_is_no_botserver(port: int, body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Handler, "body", body)
    assert not asked(f"http://127.0.0.1:{port}").answers


@pytest.mark.process
@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://no.such.name.invalid:80", "localhost:8080", "ftp://x"])
def test_nobody_there_is_said_with_where(url: str) -> None:
    found = asked(url)
    assert not found.answers
    assert url in found.said
