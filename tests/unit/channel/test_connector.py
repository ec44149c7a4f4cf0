"""What a port does when knocked at, on real sockets of this machine."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures import connector
from fixtures.connector import dns_question, knock

HERE = "127.0.0.1"


@pytest.fixture
def listener() -> Iterator[int]:
    with socket.create_server((HERE, 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed() -> int:
    with socket.create_server((HERE, 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture
def echo() -> Iterator[int]:
    """A UDP server that sends one datagram back."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((HERE, 0))
        server.settimeout(5)

        def serve() -> None:
            data, peer = server.recvfrom(512)
            server.sendto(data, peer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(5)


@pytest.fixture
def mute() -> Iterator[int]:
    """A UDP server that says nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((HERE, 0))
        yield server.getsockname()[1]


def test_tcp(listener: int, closed: int) -> None:
    assert (knock("tcp", HERE, listener, 1), knock("tcp", HERE, closed, 1)) == ("accepted", "refused")


def test_udp(echo: int, closed: int, mute: int) -> None:
    answers = [knock("udp", HERE, port, 0.3, b"x") for port in (echo, closed, mute)]
    assert answers == ["answered", "refused", "timed out"]


def program(knocks: list[list[object]], *prefix: str) -> object:
    done = subprocess.run(
        [*prefix, sys.executable, "-I", "-S", str(Path(connector.__file__))],
        input=json.dumps({"limit": 1, "knocks": knocks}).encode(),
        capture_output=True,
        timeout=20,
        check=True,
    )
    return json.loads(done.stdout)


def test_as_a_program(listener: int, closed: int, echo: int) -> None:
    question = dns_question("lab.test").hex()
    knocks: list[list[object]] = [
        ["tcp", HERE, listener, ""],
        ["tcp", HERE, closed, ""],
        ["udp", HERE, echo, question],
    ]
    assert program(knocks) == ["accepted", "refused", "answered"]


def test_no_route_from_a_network_without_any() -> None:
    assert program([["tcp", "192.0.2.1", 1, ""]], "unshare", "--net") == ["unroutable"]


def test_a_dns_question_is_one() -> None:
    import dns.message

    asked = dns.message.from_wire(dns_question("lab.test."))
    assert [str(each) for each in asked.question] == ["lab.test. IN SOA"]
