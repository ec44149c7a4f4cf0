"""What a site may say of its published ports, as base.toml shows it, and what is then asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from fixtures.verdict.register import every
from tests.unit.expectations.site import build

SECOND = '[network.external.second]\ninterface = "eth1"\naddress = "198.51.100.8"\n'


def said(root: Path, text: str) -> Environment:
    return load("lab", root=build(root, text.encode()), variables={}).environment


def asked(env: Environment) -> set[str]:
    return {check.full_id(each) for check in every() if check.room == "network" for each in check.subjects(env)}


def test_one_port_on_two_addresses(tmp_path: Path) -> None:
    forward = 'https2 = { external = 443, port = 80, container = "proxy", on = "second" }\n'
    env = said(tmp_path, f"{SECOND}[network.forwards]\n{forward}")
    assert [each.id for each in env.network.externals] == ["external", "second"]
    assert env.network.outside(env.network.forwards["https2"]).interface == "eth1"
    assert asked(env) >= {
        "network.external.present[second]",
        "network.nat.live[443/tcp]",
        "network.nat.live[second:443/tcp]",
        "network.published.identity[second:443/tcp]",
    }


def test_a_range_is_asked_of_the_rules_only(tmp_path: Path) -> None:
    media = 'media = { external = "50000-60000", port = "50000-60000", protocol = "udp", container = "meet" }\n'
    env = said(tmp_path, f"[network.forwards]\n{media}")
    assert {each for each in asked(env) if "50000" in each} == {
        "network.nat.live[50000-60000/udp]",
        "network.nat.saved[50000-60000/udp]",
    }


def test_a_device_is_no_rule(tmp_path: Path) -> None:
    forward = 'web = { external = 8443, port = 443, container = "proxy", by = "device" }\n'
    env = said(tmp_path, f"[network.forwards]\n{forward}")
    assert {each for each in asked(env) if "8443" in each} == {
        "network.device.present[8443/tcp]",
        "network.exposure.encrypted[8443/tcp]",
        "network.published.reachable[8443/tcp]",
        "network.published.identity[8443/tcp]",
    }


@pytest.mark.parametrize(
    ("forward", "words"),
    [
        (
            'external = 443, port = 443, container = "proxy"',
            "is 443/tcp, the same as that of network.forwards.https",
        ),
        ('external = "440-450", port = 443, container = "proxy"', "which overlaps network.forwards.https"),
        (
            'external = "9-1", port = 443, container = "proxy"',
            'expected a port from 1 to 65535, or a range such as "',
        ),
        ('external = "70000-70001", port = 443, container = "proxy"', "expected a port from 1 to 65535"),
        ('external = "1-9", port = "1-8", container = "proxy"', "a range leads to one port, or to a range of the same"),
        ('external = 1, port = 443, container = "proxy", on = "third"', "no such address in [network.external] is "),
    ],
)
def test_what_cannot_be(tmp_path: Path, forward: str, words: str) -> None:
    with pytest.raises(ExpectationError) as caught:
        said(tmp_path, f"{SECOND}[network.forwards]\nnew = {{ {forward} }}\n")
    assert words in str(caught.value)
