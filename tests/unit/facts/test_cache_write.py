"""Whether Valkey takes a write: what it says to one that is queued and taken back. Texts: valkey, src/server.c."""

from __future__ import annotations

import socket
import threading

import pytest

from fixtures.clients import redis
from fixtures.clients.dialogue import Dialogue
from fixtures.facts.valkey import parse_write

OK = "+OK"
OOM = "-OOM command not allowed when used memory > 'maxmemory'."
MISCONF = (
    "-MISCONF Valkey is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that "
    "may modify the data set are disabled, because this instance is configured to report errors during writes if RDB "
    "snapshotting fails (stop-writes-on-bgsave-error option). Please check the Valkey logs for details about the RDB "
    "error."
)


MASTER = "*3\r\n$6\r\nmaster\r\n:0\r\n*0"


def asked(*answers: str) -> tuple[redis.Queued, list[bytes]]:
    """What the server is found to say, and the commands that it heard."""
    ours, theirs = socket.socketpair()
    heard: list[bytes] = []

    def serve() -> None:
        with theirs:
            for answer in answers:
                heard.append(theirs.recv(4096).split(b"\r\n")[2])
                theirs.sendall(answer.encode() + b"\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        with Dialogue(ours, "system:6379", "SET") as server:
            return redis.queue(server, "p", "probe"), heard
    finally:
        thread.join()


def test_a_write_is_queued_and_never_done() -> None:
    said, heard = asked(OK, MASTER, OK, "+QUEUED", OK)
    assert parse_write(said).answer == "QUEUED"
    assert heard == [b"AUTH", b"ROLE", b"MULTI", b"SET", b"DISCARD"]


@pytest.mark.parametrize(
    ("refusal", "word", "meaning"),
    [
        (OOM, "OOM", "its memory is used up to `maxmemory`"),
        (MISCONF, "MISCONF", "it cannot save to disk"),
        ("-READONLY You can't write against a read only replica.", "READONLY", "it is a replica"),
        ("-NOREPLICAS Not enough good replicas to write.", "NOREPLICAS", "it wants replicas"),
        ("-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", "MASTERDOWN", "lost its"),
    ],
)
def test_what_refuses_it_is_named(refusal: str, word: str, meaning: str) -> None:
    found = parse_write(asked(OK, MASTER, OK, refusal, OK)[0])
    assert found.answer == word
    assert meaning in found.said
    assert refusal[1:] in found.said


def test_a_refused_login_is_told_as_it_is() -> None:
    said, heard = asked("-WRONGPASS invalid username-password pair or user is disabled.")
    assert parse_write(said).answer == "WRONGPASS"
    assert heard == [b"AUTH"]
