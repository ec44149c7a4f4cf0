"""Rules of hosts that run other things as well: what we say is what the kernel does. Source: forward/seen.md."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from fixtures.facts import nat
from fixtures.parsers.dropping import dropped
from fixtures.parsers.netfilter import Packet
from fixtures.parsers.nft import FORWARD, Listing
from fixtures.parsers.ways import ways
from tests.unit.network.kernel import OWN, Kernel
from tests.unit.network.written import BEHIND, STRANGERS

FIELD = Path(__file__).parent / "forward"
LEAD = "".join(f"add rule ip lead in {protocol} dport 1-8 dnat to {BEHIND}\n" for protocol in ("tcp", "udp"))
LEADING = "table ip lead {\nchain in {\ntype nat hook prerouting priority -100\n}\n}\n" + LEAD
NEIGHBOUR = "10.0.2.9"
INSIDE = IPv4Network("10.0.2.0/24")


def packets(protocol: str, port: int) -> tuple[Packet, Packet]:
    """From outside, once it is translated; and from container to container."""
    to = frozenset({IPv4Address(BEHIND)})
    outside = Packet("ext0", protocol, port, to, (INSIDE,), "in0", translated=True)
    return outside, Packet("in0", protocol, port, to, (), "in0", translated=False)


@pytest.mark.parametrize(
    ("case", "from_outside", "between"),
    [
        ("docker-27", "policy of ip filter FORWARD", "policy of ip filter FORWARD"),
        ("docker-28", "policy of ip filter FORWARD", "policy of ip filter FORWARD"),
        ("docker-user", "policy of ip filter FORWARD", None),
        ("docker-user-both", None, None),
        ("lxd-and-docker", "policy of ip filter FORWARD", "policy of ip filter FORWARD"),
        ("docker-dormant", None, None),
        ("ufw", "policy of ip filter FORWARD", "policy of ip filter FORWARD"),
        ("ufw-route-allowed", None, None),
        ("firewalld", None, "nft inet firewalld filter_FWD_public"),
        ("firewalld-strict", None, "nft inet firewalld filter_FWD_public"),
        ("firewalld-by-iptables", None, None),
        ("incus-acl", "nft inet incus aclout.in0", "nft inet incus aclin.in0"),
        ("kubernetes", None, None),
        ("libvirt", None, None),
        ("two-questions-at-once", None, None),
        ("either-port", None, None),
    ],
)
def test_what_a_host_passes_on(alone: Kernel, case: str, from_outside: str | None, between: str | None) -> None:
    programs = {"rules": ["iptables-nft-restore"], "nft": ["nft", "-f", "-"]}
    files = [(argv, FIELD / f"{case}.{ending}") for ending, argv in programs.items()]
    rules = [(argv, file.read_text()) for argv, file in files if file.exists()]
    assert alone.load(([*programs["nft"]], LEADING), *rules) == ""
    ruleset = Listing(*(alone.ask(["nft", how, "list", "ruleset"]) for how in ("-j", "-a"))).ruleset(FORWARD)
    for protocol in ("tcp", "udp"):
        for port in range(1, 9):
            told = [dropped(ruleset, each) for each in packets(protocol, port)]
            sent = [("ext0", protocol, source, OWN, port) for source in STRANGERS]
            passed = [alone.send(sent), alone.send([("in0", protocol, NEIGHBOUR, BEHIND, port)])]
            for said, found in zip(told, passed, strict=True):
                assert not (said and any(found)), f"{protocol} {port}: {said}, and the kernel passes it on"
            assert [said and said.partition(" handle")[0] for said in told] == [from_outside, between]
            if case not in ("firewalld-strict", "firewalld-by-iptables"):  # they ask what no packet shows us
                assert [not any(found) for found in passed] == [from_outside is not None, between is not None]


@pytest.mark.parametrize("sleeps", [False, True])
def test_a_table_that_sleeps_translates_nothing(alone: Kernel, sleeps: bool) -> None:
    rules = (
        f"*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp --dport 3 -j DNAT --to-destination {BEHIND}\nCOMMIT\n"
    )
    sleep = [(["nft", "-f", "-"], "add table ip nat { flags dormant; }\n")] if sleeps else []
    assert alone.load((["iptables-nft-restore"], rules), *sleep) == ""
    (ruleset,) = nat.live(lambda *argv: alone.ask([*argv]), socket.getservbyname)
    (way,) = ways(ruleset, Packet("ext0", "tcp", 3, frozenset({IPv4Address(OWN)}), (INSIDE,)))
    assert (way.rule is None) is sleeps
    assert alone.send([("ext0", "tcp", STRANGERS[0], OWN, 3)]) == [None if sleeps else (BEHIND, 3)]
