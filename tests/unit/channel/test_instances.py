"""What Incus says about its instances, from an answer of incus 6.0.4: one running, one stopped with a snapshot."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from fixtures.access.instances import Snapshot, names, parse
from fixtures.errors import FactUnavailable

GOLDEN = Path(__file__).parent / "golden"
ANSWER = (GOLDEN / "instances.json").read_bytes()


def changed(**parts: object) -> bytes:
    running: dict[str, Any] = json.loads(ANSWER)[0]
    running.update(parts)
    return json.dumps([running]).encode()


def test_a_running_instance() -> None:
    found = parse(ANSWER)["dns2"]
    assert (found.running, found.ipv4, found.starts_with_host) == (True, ("10.0.9.23",), True)
    assert found.cards == {"eth0"}


def test_a_stopped_instance_does_not_say_its_address() -> None:
    found = parse(ANSWER)["stopped"]
    assert (found.running, found.addresses) == (False, None)
    made = dt.datetime(2026, 11, 24, 12, 26, 19, 304667, dt.UTC)
    assert found.snapshots == (Snapshot("pre-change-20261124122500", made),)
    with pytest.raises(FactUnavailable, match="stopped: could not ask addresses: the instance is stopped"):
        _ = found.ipv4


def test_a_bridge_that_something_inside_made_is_no_card() -> None:
    def card(address: str) -> dict[str, object]:
        return {"addresses": [{"family": "inet", "address": address, "netmask": "16", "scope": "global"}]}

    network = {"docker0": card("172.17.0.1"), "eth0": card("10.0.9.23")}
    assert parse(changed(state={"network": network}))["dns2"].ipv4 == ("10.0.9.23",)


def test_a_card_without_address_has_none() -> None:
    network = {"eth0": {"addresses": []}, "lo": {"addresses": None}}
    assert parse(changed(state={"network": network}))["dns2"].ipv4 == ()


@pytest.mark.parametrize("case", sorted((GOLDEN / "instances").glob("*.json")), ids=lambda path: path.stem)
def test_cards_that_incus_or_the_guest_names(case: Path) -> None:
    """Answers of other people's Incus: the device's key is no name, a guest renames its card, a bridge holds it."""
    (found,) = parse(case.read_bytes()).values()
    expected = ("10.0.2.11", "10.9.0.5") if case.stem == "two-nics" else ("10.0.2.11",)
    assert found.ipv4 == expected


def test_a_bridge_over_the_card_is_told_from_another_by_its_hardware_address() -> None:
    def interface(address: str, hwaddr: str) -> dict[str, object]:
        held = [{"family": "inet", "address": address, "netmask": "24", "scope": "global"}] if address else []
        return {"addresses": held, "hwaddr": hwaddr}

    mac = "10:66:6a:00:00:01"
    network = {"eth0": interface("", mac), "br0": interface("10.0.9.23", mac.upper()), "br1": interface("10.1.1.1", "")}
    config = {"volatile.eth0.hwaddr": mac}
    assert parse(changed(state={"network": network}, expanded_config=config))["dns2"].ipv4 == ("10.0.9.23",)


@pytest.mark.parametrize("name", ["docker0", "br-0123456789ab", "virbr0", "incusbr0", "cni0", "veth1a2b", "wg0", "lo"])
def test_a_card_that_lost_its_address_does_not_have_that_of_a_bridge_made_inside(name: str) -> None:
    held = {"family": "inet", "address": "172.17.0.1", "netmask": "16", "scope": "global"}
    network = {"eth0": {"addresses": []}, name: {"addresses": [held]}}
    assert parse(changed(state={"network": network}))["dns2"].ipv4 == ()


@pytest.mark.parametrize("value", ["true", "1", "yes", "on", "True", "YES", "On"])
def test_what_incus_takes_for_true(value: str) -> None:
    assert parse(changed(expanded_config={"boot.autostart": value}))["dns2"].starts_with_host


@pytest.mark.parametrize("value", ["false", "0", "no", "off", "y", "enabled"])
def test_what_incus_takes_for_false(value: str) -> None:
    assert not parse(changed(expanded_config={"boot.autostart": value}))["dns2"].starts_with_host


@pytest.mark.parametrize(
    ("config", "expanded", "starts"),
    [
        ({}, {"boot.autostart": "false"}, False),
        ({"volatile.last_state.power": "RUNNING"}, {}, True),
        ({"volatile.last_state.power": "STOPPED"}, {}, False),
        ({}, {"boot.autostart": "true"}, True),
        ({"volatile.last_state.power": "RUNNING"}, {"boot.autostart": ""}, True),
    ],
)
def test_whether_it_comes_back(config: dict[str, str], expanded: dict[str, str], starts: bool) -> None:
    assert parse(changed(config=config, expanded_config=expanded))["dns2"].starts_with_host is starts


@pytest.mark.parametrize("answer", [b"", b"{}x", b"[{}]", b'"text"', b'[{"name": "a", "state": 3}]', b"null"])
def test_what_is_not_understood_is_no_answer(answer: bytes) -> None:
    with pytest.raises(FactUnavailable, match="not understood"):
        parse(answer)


def test_names() -> None:
    assert names(b'[{"name": "default"}, {"name": "lab"}]') == ("default", "lab")
