from __future__ import annotations

import http.client
import json
import socket
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from lab.standins.botui import BotUi
from lab.standins.web import BadRequest, Reply, Request, Router, as_json, as_text, make_server


def answer(request: Request) -> Reply:
    router = Router()

    @router.on("GET", r"/things/(?P<name>\w+)")
    def thing(asked: Request, found: Mapping[str, str]) -> Reply:
        return as_json({"name": found["name"], "query": dict(asked.query), "host": asked.header("HOST")})

    @router.on("POST", "/things")
    def add(asked: Request, _found: Mapping[str, str]) -> Reply:
        return as_json(asked.json(), 201)

    @router.on("GET", "/boom")
    def boom(_asked: Request, _found: Mapping[str, str]) -> Reply:
        raise RuntimeError("secret detail")

    return router.answer(request) or as_text("nothing here", 404)


@contextmanager
def serving(handler: object = answer) -> Iterator[int]:
    server = make_server(handler, 0, "127.0.0.1")  # type: ignore[arg-type]  # any handler of the tests
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving() as found:
        yield found


def ask(port: int, method: str, path: str, body: str | None = None) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, body)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def test_a_route_answers_with_its_groups_and_query(port: int) -> None:
    status, body = ask(port, "GET", "/things/a1?x=1&y=")
    assert (status, json.loads(body)) == (
        200,
        {"name": "a1", "query": {"x": "1", "y": ""}, "host": f"127.0.0.1:{port}"},
    )


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/things", '{"a": 1}', 201),
        ("POST", "/things", "", 201),
        ("POST", "/things", "[1]", 400),
        ("POST", "/things", "{", 400),
        ("GET", "/things", None, 405),
        ("GET", "/nowhere", None, 404),
        ("HEAD", "/nowhere", None, 404),
    ],
)
def test_statuses(port: int, method: str, path: str, body: str | None, status: int) -> None:
    assert ask(port, method, path, body)[0] == status


def test_a_crash_is_500_and_keeps_its_details(port: int, caplog: pytest.LogCaptureFixture) -> None:
    assert ask(port, "GET", "/boom") == (500, '{"message": "internal error"}')
    assert "secret detail" in caplog.text


def test_a_caller_who_hangs_up_leaves_no_trace(capfd: pytest.CaptureFixture[str]) -> None:
    with serving() as port:
        for _ in range(3):
            caller = socket.create_connection(("127.0.0.1", port), timeout=5)
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            caller.sendall(b"GET / HT")
            caller.close()
        assert ask(port, "GET", "/nowhere")[0] == 404
    assert capfd.readouterr().err == ""


def test_bad_request_is_the_callers_text() -> None:
    def refuse(_request: Request) -> Reply:
        raise BadRequest("no such colour")

    with serving(refuse) as refusing:
        assert ask(refusing, "GET", "/") == (400, '{"message": "no such colour"}')


def test_botui_passes_on_what_botserver_says(port: int) -> None:
    def botserver(request: Request) -> Reply:
        return as_json({"path": request.path}, 503)

    with serving(botserver) as server, serving(BotUi(f"http://127.0.0.1:{server}/").answer) as ui:
        assert ask(ui, "GET", "/api/health") == (503, '{"path": "/api/health"}')
        assert ask(ui, "GET", "/")[0] == 200
        assert ask(ui, "GET", "/elsewhere")[0] == 404


def test_botui_says_when_botserver_cannot_be_reached() -> None:
    with serving(BotUi("http://127.0.0.1:1").answer) as ui:
        status, body = ask(ui, "GET", "/api/health")
    assert status == 502
    assert "http://127.0.0.1:1 cannot be reached" in body
