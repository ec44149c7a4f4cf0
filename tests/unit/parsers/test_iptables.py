from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.parsers.iptables import first, parse_save

SAVE = Path(__file__).parent / "golden" / "save"
ODD = parse_save((SAVE / "odd.txt").read_text())


@pytest.mark.parametrize(
    ("protocol", "port", "leads_to", "conditions"),
    [
        pytest.param("tcp", 443, ("10.0.2.19", 443), (), id="multiport keeps the port"),
        pytest.param("tcp", 80, ("10.0.2.19", 80), (), id="a comment is no rule"),
        pytest.param("udp", 54, ("10.0.2.21", 53), (), id="range, in a chain of its own"),
        pytest.param("tcp", 5432, ("10.0.2.11", 5432), ("-s 192.0.2.0/24",), id="only for some"),
        pytest.param("tcp", 4747, ("10.0.2.17", 4747), ("-d 198.51.100.7/32",), id="every interface but one"),
        pytest.param("tcp", 9000, ("10.0.2.13", 9000), (), id="local addresses are all that is published"),
    ],
)
def test_decides(protocol: str, port: int, leads_to: tuple[str, int], conditions: tuple[str, ...]) -> None:
    rule = first(ODD, "ext0", protocol, port)
    assert rule is not None
    assert (rule.leads_to(port), rule.conditions) == (leads_to, conditions)


def test_negated_interface_is_not_a_binding() -> None:
    rule = first(ODD, "ext0", "tcp", 4747)
    assert rule is not None
    assert rule.interface == "!labbr0"
    assert not rule.takes("labbr0", "tcp", 4747)


def test_negated_port_is_a_condition() -> None:
    rule = first(ODD, "ext0", "tcp", 8200)
    assert rule is not None
    assert (rule.target, rule.conditions) == ("REDIRECT", ("! --dport 1:1023",))


def test_a_chain_takes_over_the_interface_of_the_jump() -> None:
    rule = first(ODD, "ext0", "udp", 53)
    assert rule is not None
    assert rule.interface == "ext0"
    assert first(ODD, "eth9", "udp", 53) is None


def test_counters_and_the_other_backend_mean_the_same() -> None:
    def without_counters(line: str) -> str:
        return line.removeprefix("[0:0] ")

    legacy = parse_save((SAVE / "odd-legacy-counters.txt").read_text())
    assert [without_counters(rule.line) for rule in legacy] == [rule.line for rule in ODD]
    assert [rule.conditions for rule in legacy] == [rule.conditions for rule in ODD]


def test_the_first_rule_for_everybody_decides() -> None:
    both = ("ACCEPT", "DNAT --to-destination 10.0.2.1")
    lines = [f"-A PREROUTING -i e -p tcp --dport 1 -j {target}" for target in both]
    rule = first(parse_save("\n".join(["*nat", *lines])), "e", "tcp", 1)
    assert rule is not None
    assert (rule.target, rule.leads_to(1)) == ("ACCEPT", None)


def test_other_tables_are_not_read() -> None:
    save = "*filter\n-A PREROUTING -p tcp -j DNAT --to-destination 10.0.2.1\nCOMMIT\n"
    assert parse_save(save) == ()


def test_chains_in_a_circle_end() -> None:
    assert parse_save("*nat\n-A PREROUTING -j A\n-A A -j B\n-A B -j A\n") == ()
