"""Keys of the wrong type: what a server of Redis' protocol says, in the pieces in which it says it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import TypeVar

import pytest

from fixtures.clients import redis
from fixtures.clients.dialogue import Dialogue
from fixtures.errors import NotAnswering
from tests.unit.environments import environment

Said = TypeVar("Said")
PATTERN = environment().system.key_patterns["suggestions"]


@pytest.mark.parametrize(
    ("key", "mine"),
    [
        ("suggestions:b1:s1", True),
        ("suggestions:b1:s1:clicked", False),
        ("suggestionsx:b:x", False),
        ("suggestions::x", False),
        ("xsuggestions:b:x", False),
    ],
)
def test_a_key_is_of_the_pattern_or_not(key: str, mine: bool) -> None:
    assert PATTERN.matches(key) is mine


def test_the_pattern_is_the_servers() -> None:
    assert PATTERN.glob == "suggestions:*:*"


def asked(answers: list[bytes]) -> list[str]:
    return talked(answers, lambda server: list(redis.scan(server, "p", PATTERN.glob, "list")))


def talked(answers: list[bytes], ask: Callable[[Dialogue], Said]) -> Said:
    ours, theirs = socket.socketpair()

    def serve() -> None:
        with theirs:
            for answer in answers:
                theirs.recv(4096)
                theirs.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with Dialogue(ours, "system:6379", "SCAN") as server:
            return ask(server)
    finally:
        thread.join()


OK, KEY = b"+OK\r\n", b"suggestions:b1:s2"
FIRST = b"*2\r\n$3\r\n112\r\n*0\r\n"
LAST = b"*2\r\n$1\r\n0\r\n*1\r\n$%d\r\n%b\r\n" % (len(KEY), KEY)
ODD = "suggestions:b\n2:ö"


def test_it_goes_on_until_the_cursor_is_0() -> None:
    assert asked([OK, FIRST, LAST]) == ["suggestions:b1:s2"]


def test_a_key_may_have_a_line_break() -> None:
    last = b"*2\r\n$1\r\n0\r\n*1\r\n$%d\r\n%b\r\n" % (len(ODD.encode()), ODD.encode())
    assert asked([OK, last]) == [ODD]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([b"-WRONGPASS invalid\r\n"], "WRONGPASS"),
        ([OK, b"-ERR unknown type name\r\n"], "unknown type name"),
        ([OK, b"*1\r\n$1\r\n0\r\n"], "not its protocol"),
        ([OK, b"+OK\r\n"], "not its protocol"),
        ([OK, b"*2\r\n$3\r\n112\r\n"], "hangs up"),
    ],
)
def test_anything_else_is_no_answer(answers: list[bytes], reason: str) -> None:
    with pytest.raises(NotAnswering, match=reason):
        asked(answers)


INFO = b"# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\n"


def informed(info: bytes) -> bytes:
    return b"$%d\r\n%b\r\n" % (len(info), info)


@pytest.mark.parametrize(
    ("answer", "version"), [(informed(INFO), "8.0.1"), (informed(b"redis_version:6.0.16\r\n"), "6.0.16")]
)
def test_the_version_is_valkeys_own(answer: bytes, version: str) -> None:
    assert talked([OK, answer], lambda server: redis.version(server, "p")) == version


@pytest.mark.parametrize("answer", [b"-NOPERM no permissions to run info\r\n", b"+OK\r\n", informed(b"# Server\r\n")])
def test_what_names_no_version_is_none(answer: bytes) -> None:
    with pytest.raises(NotAnswering):
        talked([OK, answer], lambda server: redis.version(server, "p"))
