"""What we read out of rules is what the kernel does with packets: it decides."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, ip_address

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fixtures.parsers.dropping import dropped
from fixtures.parsers.iptables import parse_save
from fixtures.parsers.netfilter import Packet, Ruleset, joined
from fixtures.parsers.nft import FORWARD, Listing
from fixtures.parsers.ways import ways
from tests.unit.network import written
from tests.unit.network.kernel import OTHER, OWN, Kernel
from tests.unit.network.written import STRANGERS, Written, for_iptables, for_nft

Probe = tuple[str, str, str, str, int]
Table = dict[str, list[Written]]

INSIDE = (IPv4Network("10.0.0.0/8"),)
PROBES: list[Probe] = [
    (interface, protocol, source, address, port)
    for interface, address in (("ext0", OWN), ("ext1", OTHER))
    for protocol in ("tcp", "udp")
    for source in STRANGERS
    for port in range(1, 9)
]
asked = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def foretold(ruleset: Ruleset, probe: Probe) -> tuple[str, int] | None:
    """Where a packet comes out, as we read the rules."""
    interface, protocol, source, address, port = probe
    packet = Packet(interface, protocol, port, frozenset({IPv4Address(address)}), INSIDE)
    way = next(each for each in ways(ruleset, packet) if all(_fulfils(source, text) for text in each.conditions))
    if way.rule is None or way.rule.destination is None:
        return None
    assert way.rule.deed == "translate", way.rule
    return str(way.rule.destination.address), way.rule.destination.port(port)


def _fulfils(source: str, condition: str) -> bool:
    """Of all conditions, only those about the source are left open."""
    option, _, network = condition.removeprefix("! ").replace("!= ", "").rpartition(" ")
    assert option in ("-s", "--source", "--src", "ip saddr"), condition
    return (ip_address(source) in IPv4Network(network)) is not ("!" in condition)


BETWEEN_THEM_ALL = [
    Written("", "", "", "", source, "", target, 0)
    for source, target in (("203.0.113.0/24", "RETURN"), ("!203.0.113.0/24", "RETURN"), ("", "DNAT 10.0.2.2"))
]
"""Two conditions that nobody escapes together, though each lets some pass."""


@given(table=written.tables(), legacy=st.booleans())
@example(table={"PREROUTING": BETWEEN_THEM_ALL, "A": [], "B": []}, legacy=False)
@asked
def test_rules_of_iptables(alone: Kernel, table: Table, legacy: bool) -> None:
    backend = "legacy" if legacy else "nft"
    text = for_iptables(table)
    assert alone.load(([f"iptables-{backend}-restore"], text)) == ""
    found = alone.send(PROBES)
    for said in (text, alone.ask([f"iptables-{backend}-save", "-t", "nat"])):
        ruleset = parse_save(said, socket.getservbyname)
        assert [foretold(ruleset, probe) for probe in PROBES] == found, said


@given(table=written.tables(moved=False), family=st.sampled_from(("ip", "inet")))
@settings(asked, max_examples=100)
def test_rules_of_nft(alone: Kernel, table: Table, family: str) -> None:
    assert alone.load((["nft", "-f", "-"], for_nft(table, family=family))) == ""
    found = alone.send(PROBES)
    said = alone.ask(["nft", "-j", "list", "ruleset"])
    ruleset = joined([Listing(said).ruleset()])
    assert [foretold(ruleset, probe) for probe in PROBES] == found, said


@given(
    ours=written.tables(),
    theirs=written.tables(moved=False),
    priority=st.sampled_from((-110, -100, -90)),
    first=st.booleans(),
)
@settings(asked, max_examples=100)
def test_rules_of_both(alone: Kernel, ours: Table, theirs: Table, priority: int, first: bool) -> None:
    load = [(["iptables-nft-restore"], for_iptables(ours)), (["nft", "-f", "-"], for_nft(theirs, priority=priority))]
    assert alone.load(*(load if first else reversed(load))) == ""
    found = alone.send(PROBES)
    listing = Listing(alone.ask(["nft", "-j", "list", "ruleset"]))
    saved = parse_save(alone.ask(["iptables-nft-save", "-t", "nat"]), socket.getservbyname)
    saved = saved.at("ip nat", listing.age("ip", "nat"))
    ruleset = joined([saved, listing.ruleset(but=saved.chains)])
    assert [foretold(ruleset, probe) for probe in PROBES] == found


@given(table=written.tables(moved=False), native=written.rules("PREROUTING", moved=False))
@settings(asked, max_examples=60)
def test_a_rule_of_nft_in_the_table_of_iptables(alone: Kernel, table: Table, native: Written) -> None:
    load = (["iptables-nft-restore"], for_iptables(table))
    assert alone.load(load, (["nft", "-f", "-"], f"insert rule ip nat PREROUTING {native.nft()}\n")) == ""
    found = alone.send(PROBES)
    listing = Listing(*(alone.ask(["nft", how, "list", "ruleset"]) for how in ("-j", "-a")))
    assert [foretold(joined([listing.ruleset()]), probe) for probe in PROBES] == found


def ended(ruleset: Ruleset, probe: Probe) -> bool:
    """Whether a packet is dropped on its way on, as we read the rules."""
    interface, protocol, source, _, port = probe
    packet = Packet(interface, protocol, port, frozenset({IPv4Address(written.BEHIND)}), INSIDE, "in0")
    way = next(each for each in ways(ruleset, packet) if all(_fulfils(source, text) for text in each.conditions))
    is_ended = way.rule is not None and way.rule.deed == "end"
    assert is_ended or dropped(ruleset, packet) is None
    return is_ended


@given(table=written.filters(), other=written.filters(), policies=st.tuples(*[st.sampled_from(("ACCEPT", "DROP"))] * 2))
@asked
def test_what_is_passed_on(alone: Kernel, table: Table, other: Table, policies: tuple[str, str]) -> None:
    ours = (["iptables-nft-restore"], written.translated_for_iptables(table, policies[0]))
    assert alone.load(ours, (["nft", "-f", "-"], written.filters_for_nft(other, policies[1]))) == ""
    found = alone.send(PROBES)
    listed = [alone.ask(["nft", how, "list", "ruleset"]) for how in ("-j", "-a")]
    ruleset = Listing(*listed).ruleset(FORWARD)
    assert [ended(ruleset, probe) for probe in PROBES] == [each is None for each in found], listed[1]
