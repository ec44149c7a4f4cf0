"""Rules that other people have, and what the kernel does with them. Source: field-cases, each with its report."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest

from fixtures.errors import FactUnavailable, ProgramMissing
from fixtures.expectations.network import Ports
from fixtures.facts import nat
from fixtures.facts.translation import Translation, translation
from fixtures.parsers.iptables import parse_save
from fixtures.parsers.netfilter import Packet
from tests.unit.network.kernel import Kernel

FIELD = Path(__file__).parent / "field"
NAMES = {"10.0.2.19": "proxy", "10.0.2.17": "alm", "10.0.2.13": "drive"}
OWN = IPv4Address("198.51.100.7")
INSIDE = (IPv4Network("10.0.2.0/24"),)


def told(text: str, port: int, protocol: str = "tcp", interface: str = "ext0") -> Translation:
    packet = Packet(interface, protocol, port, frozenset({OWN}), INSIDE)
    orders = (parse_save(f"{text}\nCOMMIT\n", socket.getservbyname),)
    return translation(orders, packet, Ports(port, port), lambda each: NAMES.get(each, each))


@pytest.mark.parametrize(
    ("case", "port", "interface", "target"),
    [
        pytest.param("d-nomask", 443, "external", "proxy:443", id="an address without a mask"),
        pytest.param("insert", 443, "external", "proxy:443", id="-I is -A at the top"),
        pytest.param("ipv6-dest", 443, "external", "2001:db8::19:443", id="an address with colons"),
        pytest.param("latin1-comment", 443, "external", "10.0.2.99:443", id="a comment in another alphabet"),
        pytest.param("own-address-wrong-first", 443, "external", "10.0.2.99:443", id="the first match wins"),
        pytest.param("return-first", 443, "none", "none", id="RETURN ends the chain"),
        pytest.param("service-name", 80, "external", "proxy:80", id="a port by its name"),
        pytest.param("service-name", 443, "external", "proxy:443", id="beside one by its name"),
        pytest.param("state-new", 443, "external", "proxy:443", id="a first packet is NEW"),
        pytest.param("to-abbrev", 80, "external", "proxy:80", id="--to is --to-destination"),
        pytest.param("to-abbrev", 443, "external", "proxy:443", id="no port keeps the port"),
    ],
)
def test_what_the_kernel_does(case: str, port: int, interface: str, target: str) -> None:
    found = told((FIELD / f"{case}.rules").read_text(errors="surrogateescape"), port)
    assert (found.interface, found.target, found.conditions, found.exceptions) == (interface, target, (), ())


def test_the_right_rule_before_a_stale_one_is_right() -> None:
    lines = (FIELD / "own-address-wrong-first.rules").read_text().splitlines()
    lines[2:4] = reversed(lines[2:4])
    assert told("\n".join(lines), 443).target == "proxy:443"


def test_what_iptables_cannot_show_is_unknown_without_nft() -> None:
    def ask(*argv: str) -> str:
        if argv[0] == "iptables-nft-save":
            return (FIELD / "incompatible.rules").read_text()
        raise ProgramMissing("host", argv[0], "not installed")

    with pytest.raises(FactUnavailable, match=r"iptables cannot show all of its table nat.*install nft"):
        nat.live(ask, socket.getservbyname)


def test_one_odd_rule_takes_no_answer_but_those_it_could_take() -> None:
    text = (
        "*nat\n"
        "-A PREROUTING -i ext0 -p tcp --dport 80 -m nosuch --whatever x -j NOSUCH --deed y\n"
        "-A PREROUTING -i ext0 -p tcp --dport 80 -j DNAT --to-destination 10.0.2.19:80\n"
        "-A PREROUTING -i ext0 -p tcp --dport 443 -j DNAT --to-destination 10.0.2.19:443\n"
    )
    assert told(text, 443).target == "proxy:443"
    with pytest.raises(FactUnavailable, match="NOSUCH"):
        told(text, 80)


def test_only_for_some_is_said() -> None:
    text = (
        "*nat\n"
        "-A PREROUTING -s 192.0.2.0/24 -i ext0 -p tcp --dport 443 -j DNAT --to-destination 10.0.2.17:443\n"
        "-A PREROUTING -i ext0 -p tcp --dport 443 -j DNAT --to-destination 10.0.2.19:443\n"
        "-A PREROUTING -s 192.0.2.0/24 -i ext0 -p tcp --dport 80 -j DNAT --to-destination 10.0.2.19:80\n"
    )
    assert told(text, 443).target == "proxy:443"
    assert told(text, 443).exceptions == ("-s 192.0.2.0/24 to alm:443",)
    assert (told(text, 80).target, told(text, 80).conditions) == ("proxy:80", ("-s 192.0.2.0/24",))


def test_what_comes_from_the_containers_is_not_from_outside() -> None:
    text = (
        "*nat\n"
        "-A PREROUTING -s 10.0.2.0/24 -p tcp --dport 443 -j RETURN\n"
        "-A PREROUTING -i ext0 -p tcp --dport 443 -j DNAT --to-destination 10.0.2.19:443\n"
    )
    assert (told(text, 443).target, told(text, 443).exceptions) == ("proxy:443", ())


def test_without_a_binding() -> None:
    text = "*nat\n-A PREROUTING -p tcp --dport 443 -j DNAT --to-destination 10.0.2.19:443\n"
    assert told(text, 443).interface == "any"
    assert told(text.replace("-p tcp", "-d 198.51.100.7 -p tcp"), 443).interface == "external"


def test_a_range_is_one_answer() -> None:
    text = "*nat\n-A PREROUTING -i ext0 -p udp --dport 50000:60000 -j DNAT --to-destination 10.0.2.19\n"
    packet = Packet("ext0", "udp", 50000, frozenset({OWN}), INSIDE)
    orders = (parse_save(f"{text}COMMIT\n", socket.getservbyname),)
    found = translation(orders, packet, Ports(50000, 60000), lambda each: NAMES.get(each, each))
    assert found.target == "proxy:50000-60000"
    wider = translation(orders, packet, Ports(49999, 60000), lambda each: NAMES.get(each, each))
    assert wider.target == "49999 to none, 50000-60000 to proxy:50000-60000"


def test_chains_in_a_circle_end() -> None:
    assert told("*nat\n:A - [0:0]\n:B - [0:0]\n-A PREROUTING -j A\n-A A -j B\n-A B -j A\n", 443).rule == "none"


def test_other_tables_are_not_read() -> None:
    assert told("*filter\n-A PREROUTING -p tcp -j DNAT --to-destination 10.0.2.1\n", 443).rule == "none"


def test_what_was_never_committed_is_not_there() -> None:
    text = "*nat\n-A PREROUTING -i ext0 -p tcp --dport 443 -j DNAT --to-destination 10.0.2.19:443\n"
    packet = Packet("ext0", "tcp", 443, frozenset({OWN}), INSIDE)
    orders = (parse_save(text, socket.getservbyname),)
    assert translation(orders, packet, Ports(443, 443), str).rule == "none"


def test_one_rule_of_nft_in_the_table_of_iptables_takes_its_own_port_only(alone: Kernel) -> None:
    ours = "".join(
        f"-A PREROUTING -i ext0 -p tcp --dport {port} -m comment --comment x -j DNAT --to 10.0.2.19:{port}\n"
        for port in (80, 443)
    )
    native = "insert rule ip nat PREROUTING iifname ext0 tcp dport 443 dnat to 10.0.2.17:4747\n"
    assert alone.load((["iptables-nft-restore"], f"*nat\n{ours}COMMIT\n"), (["nft", "-f", "-"], native)) == ""

    def ask(*argv: str) -> str:
        return "" if "legacy" in argv[0] else alone.ask(list(argv))

    assert "incompatible" in ask(*nat.SAVE)
    orders = nat.live(ask, socket.getservbyname)
    packet = Packet("ext0", "tcp", 0, frozenset({OWN}), INSIDE)
    found = [translation(orders, packet, Ports(port, port), lambda each: NAMES.get(each, each)) for port in (80, 443)]
    assert [each.target for each in found] == ["proxy:80", "alm:4747"]
    assert found[1].rule.startswith("nft ip nat PREROUTING handle ")
