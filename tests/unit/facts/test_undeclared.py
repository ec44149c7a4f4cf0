"""Every kind of rule that changes where packets go, reached or not: which of them publish what nobody declared."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from fixtures.errors import FactUnavailable
from fixtures.facts.undeclared import undeclared
from fixtures.parsers.iptables import parse_save
from fixtures.parsers.netfilter import Packet

CASE = (Path(__file__).parent / "cases" / "save-kinds-of-dnat.rules").read_text()
INSIDE = (IPv4Network("10.0.2.0/24"),)


def found(rules: str, *declared: int) -> list[str]:
    def packet(port: int, protocol: str) -> Packet:
        return Packet("ext0", protocol, port, frozenset({IPv4Address("198.18.0.1")}), INSIDE)

    def known(port: int, protocol: str) -> bool:
        return protocol == "tcp" and port in declared

    ruleset = parse_save(rules, lambda name, protocol: 0)
    return [each.partition(": ")[0] for each in undeclared((ruleset,), packet, known)]


def written(*rules: str) -> str:
    return "\n".join(["*nat", ":PREROUTING ACCEPT [0:0]", *rules, "COMMIT", ""])


def test_kinds_of_translation() -> None:
    assert found(CASE) == ["81/tcp", "83/tcp", "85/tcp", "8088/tcp"]
    assert found(CASE.replace("-i eth+", "-i ext+"), 81, 85) == ["82/tcp", "83/tcp", "8088/tcp"]


def test_a_rule_without_a_port_takes_any_other() -> None:
    rules = written("-A PREROUTING -i ext0 -p udp -j DNAT --to-destination 10.0.2.20")
    assert found(rules) == ["any other/udp"]


@pytest.mark.parametrize(
    "rule",
    [
        "-A PREROUTING -i incusbr0 -p tcp -m tcp --dport 90 -j DNAT --to-destination 10.0.2.20:90",
        "-A PREROUTING -s 10.0.2.0/24 -p tcp -m tcp --dport 90 -j DNAT --to-destination 10.0.2.20:90",
        "-A PREROUTING -d 192.0.2.9/32 -p tcp -m tcp --dport 90 -j DNAT --to-destination 10.0.2.20:90",
        "-A PREROUTING -p tcp -m tcp --dport 90 -j ACCEPT",
    ],
)
def test_what_does_not_touch_packets_from_outside(rule: str) -> None:
    assert found(written(rule)) == []


def test_a_rule_that_nobody_understands_is_no_answer() -> None:
    with pytest.raises(FactUnavailable, match="90/tcp"):
        found(written("-A PREROUTING -p tcp -m tcp --dport 90 -j MYSTERY"))
