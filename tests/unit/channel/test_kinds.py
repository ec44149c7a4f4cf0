"""Kinds of access that are not built yet, as far as the seam goes: one like ssh, one like an Incus remote.

The first runs programs on another machine and forwards connections; the second runs nothing but Incus there.
"""

from __future__ import annotations

import json
import math
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from fixers.settling import Settling
from fixtures.access import process
from fixtures.access.base import Access
from fixtures.access.can import HOST
from fixtures.access.kinds import KINDS
from fixtures.access.knocking import knock
from fixtures.access.process import Completed
from fixtures.access.sudo import SudoAccess
from fixtures.environment import load
from fixtures.errors import BeyondAccess, ProgramMissing
from fixtures.expectations import AccessPath, Container
from fixtures.facts.cache import Facts
from fixtures.facts.network import NetworkFacts
from fixtures.verdict.judge import Judge
from fixtures.verdict.outcome import Outcome, Verdict
from fixtures.verdict.register import resolve
from tests.unit.environments import environment

if TYPE_CHECKING:
    from fixtures.session import Run

LAB = environment()
LIMIT = 2.0


class Forwarded(Access):
    """Leads connections through a port of this machine that accepts them all, as `ssh -L` does."""

    kind = "ssh"
    can = frozenset({HOST})

    def __init__(self, forward: int = 0) -> None:
        super().__init__(AccessPath())
        self.forward = forward

    def run(self, argv: Sequence[str], *, input: bytes = b"", timeout: float | None = None) -> Completed:
        return process.run(["unshare", "--net", *argv], input=input, timeout=timeout or LIMIT)

    def kept_open(self, argv: Sequence[str]) -> list[str]:
        return ["unshare", "--net", *argv]

    def endpoint(self, container: Container, port: int) -> tuple[str, int]:
        del container, port
        return "127.0.0.1", self.forward


class Remote(Forwarded):
    """An Incus of which nothing but the API is to be had; it answers what is played."""

    kind = "remote"
    can = frozenset()

    def run(self, argv: Sequence[str], *, input: bytes = b"", timeout: float | None = None) -> Completed:
        if argv[0] != "incus":
            self.demand(HOST, "host", " ".join(argv))
        assert list(argv) == ["incus", "query", "/1.0"]
        return Completed(tuple(argv), 0, json.dumps({"environment": {"server_name": "node1"}}).encode(), b"")


@contextmanager
def forward(said: bytes = b"") -> Iterator[int]:
    """A port that accepts every connection, says this, and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.sendall(said)

        threading.Thread(target=serve, daemon=True).start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)


def asked(access: Access, container: str, listener: str, word: str = "none") -> Any:
    there = LAB.containers[container]
    return knock(access, there, there.listeners[listener], (word, None), LIMIT)


def outcome(access: Access, full_id: str) -> Outcome:
    return Judge(LAB, Facts(LAB, access)).outcome(*resolve(LAB, full_id))


@pytest.mark.process
def test_a_knock_runs_where_the_access_ends() -> None:
    with forward() as port:
        assert asked(Forwarded(port), "meet", "7880").did == "unroutable"  # so it is from there; here it is accepted


@pytest.mark.process
def test_a_protocol_is_heard_where_the_access_ends() -> None:
    with forward(b"220 mail ESMTP\r\n") as port:
        assert asked(Forwarded(port), "email", "587", "smtp").spoken is None


def test_through_a_forward_only_a_protocol_shows_who_is_there() -> None:
    with forward(b"220 mail ESMTP\r\n") as port:
        remote = Remote(port)
        assert asked(remote, "email", "587", "smtp").spoken.speaks == "smtp"
        with pytest.raises(BeyondAccess, match="leads connections through a forward"):
            asked(remote, "email", "587")
    with forward() as port:
        assert asked(Remote(port), "email", "587", "smtp").spoken.speaks.startswith("nothing")


def test_datagrams_need_a_way() -> None:
    with pytest.raises(BeyondAccess, match="access of kind remote carries no datagrams"):
        asked(Remote(), "dns", "53/udp", "dns/udp")


SAID = "access of kind remote runs no program on the machine that hosts Incus"


@pytest.mark.parametrize(
    "check", ["network.forwarding.enabled[host]", "network.external.present[external]", "network.nat.live[443/tcp]"]
)
def test_what_is_asked_of_the_host_is_skipped_with_the_reason(check: str) -> None:
    found = outcome(Remote(), check)
    assert (found.verdict, found.text) == (Verdict.SKIPPED, SAID)


def test_the_place_outside_is_reached_by_the_host_alone() -> None:
    remote = Remote()
    remote.vantage = LAB.vantage
    with pytest.raises(BeyondAccess, match=SAID):
        remote.outside(["true"])


def test_the_machines_name_comes_from_incus_where_nothing_else_can_be_asked() -> None:
    assert Remote().hostname() == "node1"


@pytest.mark.process
def test_what_any_user_may_ask_takes_no_sudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cat").symlink_to("/bin/cat")
    monkeypatch.setenv("PATH", str(tmp_path))
    access = SudoAccess(AccessPath(kind="sudo"))
    with pytest.raises(ProgramMissing, match="sudo is not installed"):
        access.run(["cat", "/proc/uptime"])
    run = cast("Run", SimpleNamespace(env=LAB, access=access, facts=None))
    assert math.isfinite(Settling(run).booting(LAB.identity))
    assert NetworkFacts(LAB, access, Facts(LAB, access)).forwarding() in (True, False)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_declared_can_be_made(kind: str) -> None:
    env = load("lab", variables={"INFRA_ACCESS__KIND": kind}).environment
    assert KINDS[kind](env.access).kind == kind
