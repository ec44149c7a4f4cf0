"""A question is noted as a person would type it, and of an answer that may hold secrets only its size."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from fixtures.access import process
from fixtures.access.channel import Channel
from fixtures.clients import http
from fixtures.questions import HOST, TRACE, Place, Trace
from tests.unit.channel.local import LocalDoor

BODY = b'{"token": "not-registered-yet"}'


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(BODY)))
        self.end_headers()
        self.wfile.write(BODY)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def trace() -> Iterator[Trace]:
    trace = Trace()
    token = TRACE.set(trace)
    yield trace
    TRACE.reset(token)


def test_what_comes_back_for_a_credential_is_told_by_its_size(trace: Trace, port: int) -> None:
    address = ("127.0.0.1", port)
    http.ask("it", address, "/open", host="it.test")
    http.ask("it", address, "/closed", headers={"api-key": "k"}, credential="Vault: gbo/it")
    plain, secret = trace.asked()
    assert (plain.asked, plain.where, plain.credential) == (
        f"GET http://it.test:{port}/open",
        f"127.0.0.1:{port}",
        None,
    )
    assert plain.answer == '200 {"token": "***"}'
    assert (secret.credential, secret.answer) == ("Vault: gbo/it", f"200, {len(BODY)} bytes")


@pytest.mark.process
def test_commands_are_noted_with_their_place_and_files_by_their_size(trace: Trace) -> None:
    channel = Channel("meet", LocalDoor(), 5.0)
    channel.run(["cat", "--", "/proc/self/environ"])
    channel.run(["stat", "-c", "%a", "/"])
    channel.close()
    process.run(["hostname"], timeout=5)
    secret, plain, host = trace.asked()
    assert secret.asked == "incus exec meet -- cat -- /proc/self/environ"
    assert secret.answer.startswith("exit status 0, ")
    assert secret.answer.endswith(" bytes")
    assert plain.answer == "755"
    assert (host.where, trace.places) == ("host", {Place("instance", "meet"), HOST})
