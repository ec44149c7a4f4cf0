"""What is judged of instances and ports, answered by an Incus and a container of which only the words are played."""

from __future__ import annotations

import json
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

import pytest

from fixtures.access.instances import Instance, parse
from fixtures.access.local import LocalAccess
from fixtures.access.process import Completed
from fixtures.errors import FactUnavailable
from fixtures.expectations import Environment
from fixtures.expectations.ports import _ports
from fixtures.facts.cache import Facts
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict.matching import Mismatch
from tests.unit.environments import environment
from tests_infra.containers.test_instance import test_address
from tests_infra.containers.test_port import test_listening
from tests_infra.containers.test_process import test_running

test_address.__test__ = test_listening.__test__ = test_running.__test__ = False  # type: ignore[attr-defined]
# they are asked here, not collected

ROOT = Path(__file__).parents[2]
LAB = environment()
INSTANCES = ROOT / "unit" / "channel" / "golden"


class Played(LocalAccess):
    """An access whose instances and whose `ss` and `ps` say this."""

    def __init__(self, instances: dict[str, Instance] | None = None, ss: str = "", ps: str = "") -> None:
        super().__init__(LAB.access)
        self.there, self.ss, self.ps = instances, ss, ps
        self.groups = "/proc/9/cgroup:0::/system.slice/livekit.service\n/proc/10/cgroup:0::/.lxc"

    def _units(self, names: Any) -> str:
        state = "LoadState=loaded\nActiveState=active\nSubState=running\nMainPID=9"
        return "\n\n".join(f"Id={name}\nNames={name}\n{state}" for name in names)

    def ask_instances(self) -> dict[str, Instance]:
        assert self.there is not None, "this test has no instances"
        return self.there

    def channel(self, _instance: str) -> Any:
        return self

    def run(self, argv: Any, *, input: bytes = b"", timeout: float | None = None) -> Completed:
        if argv[0] == "ps":
            return Completed(tuple(argv), 0, self.ps.encode(), b"")
        mark = argv[4]
        answer = (
            f"\n{mark} start 0\n{self._units(argv[5:])}\n{mark} units 0\n{self.ss}\n{mark} sockets 0\n"
            f"7 (systemd) S 1 1\n9 (x) S 1 9\n10 (x) S 1 10\n{mark} processes 0\n{self.groups}\n{mark} groups 0\n"
            f"32768\t60999\n{mark} clients 0\n"
        )
        return Completed(tuple(argv), 0, answer.encode(), b"")


def facts(played: Played, env: Environment = LAB) -> ContainersFacts:
    return ContainersFacts(env, played, Facts(env, played))


def listener(name: str = "7880", container: str = "meet", **changes: Any) -> Any:
    return LAB.containers[container].listeners[name].model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "ss", "difference"),
    [
        ({}, '*:7880 *:* users:(("livekit-server",pid=9,fd=3),("systemd",pid=1,fd=52))', None),
        ({}, '*:7880 *:* users:(("systemd",pid=1,fd=52))', "process: expected livekit-server, found systemd"),
        (
            {},
            '*:7880 *:* users:(("livekit-server",pid=10,fd=3))',
            "strangers: expected none, found livekit-server (pid 10)",
        ),
        ({"held_by": "livekit.socket"}, '*:7880 *:* users:(("systemd",pid=1,fd=52))', None),
        ({"address": ("loopback",)}, '[::ffff:127.0.0.1]:7880 *:* users:(("livekit-server",pid=9,fd=3))', None),
        ({}, '127.0.0.1:7880 *:* users:(("livekit-server",pid=9,fd=3))', "address: expected any, found loopback"),
        ({"address": ("10.0.9.22",)}, '10.0.9.22:7880 *:* users:(("livekit-server",pid=9,fd=3))', None),
        (
            {"address": ("10.0.9.22", "127.0.0.1")},
            '10.0.9.22:7880 *:* users:(("livekit-server",pid=9,fd=3))',
            "addresses: expected 10.0.9.22, 127.0.0.1, found 10.0.9.22",
        ),
    ],
)
def test_who_listens_where(changes: dict[str, Any], ss: str, difference: str | None) -> None:
    played = facts(Played(ss=f"tcp LISTEN 0 4096 {ss}"))
    if difference is None:
        test_listening(listener(**changes), played)
    else:
        with pytest.raises(Mismatch) as caught:
            test_listening(listener(**changes), played)
        assert difference in str(caught.value)


def test_a_banner_among_the_sockets_is_said_in_words() -> None:
    with pytest.raises(FactUnavailable, match="meet: could not ask sockets: the answer is not understood: not a line"):
        test_listening(listener(), facts(Played(ss="Last login: yesterday from somewhere")))


@pytest.mark.parametrize(
    ("ps", "words"),
    [
        ("9 S gbuser ssh-agent -a /x", None),
        ("9 S root ssh-agent -a /x", "does not run as gbuser: pid 9 (S, root) ssh-agent"),
        ("9 T gbuser ssh-agent -a /x", "stopped, it does nothing"),
        ("9 Z gbuser [ssh-agent] <defunct>", "no process runs it"),
        ("9 S gbuser tail -f ssh-agent", "no process runs it"),
    ],
)
def test_a_process_that_no_unit_keeps(ps: str, words: str | None) -> None:
    expected = LAB.containers["alm-ci"].processes["ssh-agent"]
    if words is None:
        test_running(expected, facts(Played(ps=ps)))
    else:
        with pytest.raises(AssertionError) as caught:
            test_running(expected, facts(Played(ps=ps)))
        assert words in str(caught.value)


def test_two_cards() -> None:
    found = parse((INSTANCES / "instances" / "two-nics.json").read_bytes())
    env = environment("prod")
    drive = env.containers["drive"]
    with pytest.raises(Mismatch, match=r"outside_subnet: expected none, found 10\.9\.0\.5"):
        test_address(drive, facts(Played(found), env))
    both = {"address": IPv4Address("10.0.2.11"), "other_addresses": (IPv4Address("10.9.0.5"),)}
    declared = drive.model_copy(update=both)
    test_address(declared, facts(Played(found), env))


def published(devices: dict[str, dict[str, str]]) -> Played:
    answer = json.loads((INSTANCES / "instances.json").read_bytes())[:1]
    answer[0] |= {"name": "meet", "expanded_devices": devices}
    return Played(parse(json.dumps(answer).encode()))


@pytest.mark.parametrize(
    ("listen", "connect", "where"),
    [
        ("tcp:0.0.0.0:9000", "tcp:127.0.0.1:7880", ("127.0.0.1", 9000)),
        ("tcp:10.0.9.1:9000-9001", "tcp:127.0.0.1:7880-7881", ("10.0.9.1", 9000)),
        ("tcp:[::]:7880", "tcp:localhost:7880", ("127.0.0.1", 7880)),
    ],
)
def test_a_service_on_loopback_is_reached_by_its_device(listen: str, connect: str, where: tuple[str, int]) -> None:
    meet = LAB.containers["meet"]
    inside = meet.model_copy(update={"listeners": {"7880": listener(address=("loopback",))}})
    played = published({"port": {"type": "proxy", "listen": listen, "connect": connect}})
    assert played.endpoint(inside, 7880) == where


def test_a_service_on_loopback_that_nothing_publishes() -> None:
    inside = LAB.containers["meet"].model_copy(update={"listeners": {"7880": listener(address=("loopback",))}})
    with pytest.raises(FactUnavailable, match="listens on loopback only, and no proxy device leads there"):
        published({}).endpoint(inside, 7880)


@pytest.mark.parametrize(
    ("others", "left"),
    [
        ((), ["0.0.0.0:22/tcp", "0.0.0.0:5355/udp", "224.0.0.251:5353/udp", "*:9100/tcp"]),
        (("22", "9000-9999", "5353-5355/udp"), []),
        (
            ("22/udp", "9100/udp", "5353-5355"),
            ["0.0.0.0:22/tcp", "0.0.0.0:5355/udp", "224.0.0.251:5353/udp", "*:9100/tcp"],
        ),
    ],
)
def test_what_nobody_declared_is_named_and_a_client_is_none(others: tuple[str, ...], left: list[str]) -> None:
    container = LAB.containers["system"].model_copy(update={"other_ports": others})
    env = LAB.model_copy(update={"containers": {**LAB.containers, "system": container}})
    played = Played(ss=(Path(__file__).parent / "cases" / "ss-undeclared.txt").read_text())
    found = facts(played, env).undeclared(container)
    assert [each.partition(" ")[0] for each in found] == sorted(left)


@pytest.mark.parametrize("written", ["0", "65536", "20-10", "53/sctp", "1-2-3", "http"])
def test_what_is_no_port_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="50000-60000/udp"):
        _ports((written,))


@pytest.mark.parametrize(
    ("ss", "left"),
    [
        ('*:443 *:* users:(("caddy",pid=9,fd=15))', ()),
        ('*:443 *:* users:(("nc",pid=10,fd=3))', ("*:443/udp nc (pid 10)",)),
        ('*:80 *:* users:(("caddy",pid=9,fd=15))', ("*:80/udp caddy (pid 9)",)),
    ],
)
def test_https_over_udp_is_the_declared_service(ss: str, left: tuple[str, ...]) -> None:
    played = Played(ss=f"udp UNCONN 0 0 {ss}")
    proxy = LAB.containers["vault"].model_copy(update={"listeners": LAB.containers["proxy"].listeners})
    assert facts(played).undeclared(proxy) == left
