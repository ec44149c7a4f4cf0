"""How a run spends its time and how it ends: --wait, -x and Ctrl-C, with a real server that counts what it is asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.unit.framework.project import ROOT, STATE, lay, run

LATEST = 4.0
"""Seconds on a machine that has other work too; alone it is less than one, most of it pytest's own end."""
CHECKS = '''
import os
from fixtures.clients import http
from fixtures.expectations.model import Subject
from fixtures.verdict.check import check


class Thing(Subject):
    path: str

    @property
    def id(self):
        return self.path


THINGS = [Thing(container="meet", path=path) for path in os.environ["PATHS"].split()]


@check("meet.page.there", each=lambda env: THINGS, severity="low")
def test_page(expected, meet):
    """The page is there.

    Why: it should.
    Fix: write it.
    Source: guide, none.
    """
    for step in ("a", "b"):
        reply = http.ask("meet", ("127.0.0.1", int(os.environ["PORT"])), f"/{expected.path}/{step}")
        assert reply.status == 200, f"{expected.path}: {reply.status}"
'''


class Server(ThreadingHTTPServer):
    """Answers `/slow...` after 0.25 s, `/red...` with 500, `/hang...` never; counts the questions."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if self.path.startswith("/hang"):
            time.sleep(30)
        if self.path.startswith("/slow"):
            time.sleep(0.25)
        self.send_response(500 if self.path.startswith("/red") else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def project(folder: Path) -> Path:
    lay(folder, {})
    (folder / "test_invented.py").write_text(CHECKS)
    return folder


@contextmanager
def started(folder: Path, *arguments: str, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "no:hypothesispytest", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder / STATE), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        yield process
        process.kill()


def test_waiting_asks_again_what_is_not_green_and_nothing_else(tmp_path: Path, server: Server) -> None:
    paths = " ".join(["red", *(f"slow{n}" for n in range(40))])
    env = {"PATHS": paths, "PORT": str(server.server_port)}
    begun = time.monotonic()
    assert run(project(tmp_path), **env).status == 1
    without = time.monotonic() - begun
    server.asked.clear()
    begun = time.monotonic()
    ran = run(tmp_path, "--wait=4s", **env)
    assert time.monotonic() - begun < without + 4 + 3
    assert sum(path.startswith("/slow") for path in server.asked) == 80, "each once, of two questions"
    assert 4 <= server.asked.count("/red/a") <= 6
    (red,) = [line for line in ran.record if line.get("verdict") == "failed"]
    assert red["attempts"] == server.asked.count("/red/a")


@pytest.mark.parametrize("way", ["Ctrl-C", "-x"])
def test_nothing_is_asked_after_the_end(tmp_path: Path, server: Server, way: str) -> None:
    paths = " ".join([*(["red"] if way == "-x" else []), *(f"hang{n}" for n in range(40))])
    env = {"PATHS": paths, "PORT": str(server.server_port)}
    with started(project(tmp_path), *(["-x"] if way == "-x" else []), **env) as process:
        assert process.stdout is not None
        if way == "-x":
            while b"FAILED" not in (line := process.stdout.readline()):
                assert line, "it ended without a word"
        else:
            while len(server.asked) < 16:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(10) == (1 if way == "-x" else 2)
        assert time.monotonic() - begun < LATEST
        asked = len(server.asked)
        time.sleep(0.5)
    assert len(server.asked) == asked <= 18
