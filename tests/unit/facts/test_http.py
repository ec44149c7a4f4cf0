from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from fixtures.clients import http
from fixtures.clients.handshake import trusting
from fixtures.errors import FactUnavailable, NotAnswering
from tests.unit.facts.local import issue, serving, silent, speaking_tls


def _saying(answer: bytes, heard: list[bytes]) -> object:
    def talk(plain: socket.socket) -> None:
        text = b""
        while b"\r\n\r\n" not in text:
            if not (piece := plain.recv(1000)):
                return
            text += piece
        heard.append(text)
        plain.sendall(answer)

    return talk


def ask(answer: bytes, heard: list[bytes] | None = None, **more: object) -> http.Reply:
    with serving(_saying(answer, heard if heard is not None else [])) as port:  # type: ignore[arg-type]  # as typed there
        return http.ask("test", ("127.0.0.1", port), "/x", **more)  # type: ignore[arg-type]  # keywords of the test


def test_any_status_is_an_answer() -> None:
    reply = ask(b"HTTP/1.1 503 No\r\nContent-Length: 15\r\n\r\n  not\n\n  today ")
    assert (reply.status, reply.text, reply.said) == (503, "not\n\n  today", "503 not today")


def test_redirects_are_answers() -> None:
    reply = ask(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    assert reply.status == 302


def test_host_and_headers_are_sent_and_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    heard: list[bytes] = []
    ask(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", heard, host="login.lab.test", headers={"api-key": "k"})
    assert b"\r\nHost: login.lab.test\r\n" in heard[0]
    assert b"\r\napi-key: k\r\n" in heard[0]


def test_content_is_sent_as_json() -> None:
    heard: list[bytes] = []
    ask(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", heard, method="POST", content={"a": 1})
    assert heard[0].startswith(b"POST /x ")
    assert b"\r\nContent-Type: application/json\r\n" in heard[0]


@pytest.mark.parametrize(
    "answer",
    [b"", b"220 mail ESMTP\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"],
    ids=["nothing", "another protocol", "cut off"],
)
def test_no_http_is_no_answer(answer: bytes) -> None:
    with pytest.raises(NotAnswering, match="GET /x"):
        ask(answer)


def test_an_endless_body_ends() -> None:
    with pytest.raises(NotAnswering, match="does not end"):
        ask(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3 * http.LIMIT)


def test_a_refused_connection_is_no_answer() -> None:
    with pytest.raises(FactUnavailable, match="refused"):
        http.ask("test", ("127.0.0.1", 1), "/x")


def test_silence_costs_one_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "STEP", 0.3)
    started = time.monotonic()
    with (
        serving(silent) as port,
        pytest.raises(NotAnswering, match=r"nothing came for 0.3 s"),
    ):
        http.ask("test", ("127.0.0.1", port), "/x")
    assert time.monotonic() - started < 1


def test_the_name_is_proven_not_the_address(tmp_path: Path) -> None:
    authority = issue("authority")
    leaf = issue("x", authority, ("chat.lab.test",)).write(tmp_path)
    context = trusting(authority.pem, "test")
    with serving(speaking_tls(leaf)) as port:
        with pytest.raises(NotAnswering, match=r"doesn't match|mismatch|not valid for"):
            http.ask("test", ("127.0.0.1", port), "/x", host="login.lab.test", context=context)
        with pytest.raises(NotAnswering, match=r"without sending|disconnected|EOF|closed"):
            http.ask("test", ("127.0.0.1", port), "/x", host="chat.lab.test", context=context)


@pytest.mark.parametrize(("number", "words"), [(80, "no certificate for this name"), (40, "TLS alert 40")])
def test_an_alert_is_said_in_words(number: int, words: str) -> None:
    def talk(plain: socket.socket) -> None:
        plain.recv(4096)
        plain.sendall(bytes((0x15, 3, 3, 0, 2, 2, number)))

    context = trusting(issue("authority").pem, "test")
    with serving(talk) as port, pytest.raises(NotAnswering, match=words):
        http.ask("test", ("127.0.0.1", port), "/x", host="chat.lab.test", context=context)


def test_what_hangs_up_or_is_silent_in_the_handshake_has_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    context = trusting(issue("authority").pem, "test")
    with serving(lambda plain: plain.close()) as port, pytest.raises(NotAnswering):
        http.ask("test", ("127.0.0.1", port), "/x", host="chat.lab.test", context=context)
    monkeypatch.setattr(http, "STEP", 0.3)
    with serving(silent) as port, pytest.raises(NotAnswering):
        http.ask("test", ("127.0.0.1", port), "/x", host="chat.lab.test", context=context)


@pytest.mark.parametrize("key", ["schl\u00fcssel", "two\r\nlines"], ids=["not ASCII", "two lines"])
def test_a_key_that_fits_into_no_header_is_not_shown(key: str) -> None:
    with pytest.raises(FactUnavailable, match="does not fit into a header") as caught:
        ask(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", headers={"api-key": key})
    assert key not in str(caught.value)


def test_json_wants_an_object() -> None:
    assert http.Reply(200, {}, b'{"a": 1}').json("s", "q") == {"a": 1}
    with pytest.raises(FactUnavailable, match="no JSON object"):
        http.Reply(200, {}, b"[1]").json("s", "q")
