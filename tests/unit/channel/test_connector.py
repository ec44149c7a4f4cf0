"""What a port does when knocked at, on real sockets of this machine."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fixtures.clients.knock import PROGRAM, Found, Question, answers, knock, request
from fixtures.clients.protocols import dns_question

HERE = "127.0.0.1"


@pytest.fixture
def listener() -> Iterator[int]:
    with socket.create_server((HERE, 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed() -> int:
    with socket.create_server((HERE, 0)) as server:
        return int(server.getsockname()[1])


def test_tcp(listener: int, closed: int) -> None:
    assert (knock(HERE, listener, 1), knock(HERE, closed, 1)) == ("accepted", "refused")


def program(questions: list[Question], *prefix: str) -> list[Found]:
    """Asked as from outside: by a Python that has no file of ours."""
    done = subprocess.run(
        [*prefix, sys.executable, "-I", "-S", "-c", PROGRAM],
        input=request(questions, 1),
        capture_output=True,
        timeout=20,
        check=True,
        cwd="/",
    )
    return answers(done.stdout.decode())


@pytest.mark.process
def test_as_a_program(listener: int, closed: int) -> None:
    with greeting(b"220 mail.lab.test ESMTP", b"250 mail.lab.test", b"221 bye") as port:
        found = program(
            [Question("none", HERE, listener), Question("none", HERE, closed), Question("smtp", HERE, port)]
        )
    assert [each.did for each in found] == ["accepted", "refused", "accepted"]
    assert found[2].spoken is not None
    assert (found[2].spoken.speaks, found[2].spoken.proof) == ("smtp", "220 mail.lab.test")


@pytest.mark.process
def test_datagrams(closed: int) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mute:
        mute.bind((HERE, 0))
        asked = [Question("dns/udp", HERE, port, "lab.test") for port in (closed, mute.getsockname()[1])]
        assert [each.did for each in program(asked)] == ["timed out", "timed out"]


@pytest.mark.process
def test_no_route_from_a_network_without_any() -> None:
    assert program([Question("none", "192.0.2.1", 1)], "unshare", "--net") == [Found("unroutable")]


def test_a_dns_question_is_one() -> None:
    import dns.message

    asked = dns.message.from_wire(dns_question("lab.test."))
    assert [str(each) for each in asked.question] == ["lab.test. IN SOA"]


@contextmanager
def greeting(*lines: bytes) -> Iterator[int]:
    """A server that says its first line, and one more for each thing it is told."""
    with socket.create_server((HERE, 0)) as server:

        def serve() -> None:
            plain, _ = server.accept()
            with plain:
                plain.settimeout(5)
                for line in lines:
                    plain.sendall(line + b"\r\n")
                    if not plain.recv(4096):
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield int(server.getsockname()[1])
        thread.join(5)
