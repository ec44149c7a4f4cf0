"""The contract of the kinds of step that need the real Incus, iptables and Vault."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixers.hands import Hands
from fixers.steps import IncusConfig, IptablesRule, Snapshot, Unseal
from fixtures.access.base import Access
from fixtures.facts.cache import Facts
from lab import faults
from lab.site import Lab
from tests.contract import prove

RULE = ("-i", "ext0", "-p", "tcp", "--dport", "64999", "-j", "DNAT", "--to-destination", "10.0.9.22:7880")


@pytest.fixture
def hands(lab: Lab) -> Iterator[Hands]:
    access = Access(lab.env.access, lab.env.vantage)
    facts = Facts(lab.env, access)
    yield Hands(access, facts)
    facts.close()


def seen(hands: Hands, *keys: str) -> object:
    found = json.loads(hands.query("/1.0/instances/meet"))
    return {key: found[key] for key in keys}


def test_configuration_of_an_instance(hands: Hands, tmp_path: Path) -> None:
    step = IncusConfig("name it", "meet", "user.gbo-test", "1")
    prove(step, hands, lambda: seen(hands, "config", "devices"), tmp_path)


def test_a_device_that_comes_from_the_profile(hands: Hands, tmp_path: Path) -> None:
    step = IncusConfig("a smaller root", "meet", "limits.max", "100MiB", device="root")
    assert "root" not in json.loads(hands.query("/1.0/instances/meet"))["devices"]
    prove(step, hands, lambda: seen(hands, "devices"), tmp_path)


def test_rule_by_rule(hands: Hands, tmp_path: Path) -> None:
    def rules() -> str:
        return subprocess.run(["iptables-save", "-t", "nat"], capture_output=True, text=True, check=True).stdout

    def stable() -> list[str]:
        return [line for line in rules().splitlines() if line.startswith("-A")]

    prove(IptablesRule("publish it", "nat", "PREROUTING", RULE), hands, stable, tmp_path / "append")
    prove(IptablesRule("publish it first", "nat", "PREROUTING", RULE, at=1), hands, stable, tmp_path / "insert")


def test_a_snapshot_is_kept_and_has_a_name_of_its_own(hands: Hands) -> None:
    step = Snapshot("keep meet as it is", "meet")
    intents = [step.intend(hands) for _ in range(2)]
    try:
        for intent in intents:
            step.do(hands, intent)
            step.do(hands, intent)
            step.undo(hands, intent)
        listed = hands.incus(["snapshot", "list", "meet", "--format=csv", "--columns=n"]).split()
        assert {intent["name"] for intent in intents} <= set(listed)
    finally:
        for intent in intents:
            hands.incus(["snapshot", "delete", "meet", intent["name"]])


def test_keys_that_somebody_gave_before_are_discarded_first(lab: Lab, hands: Hands) -> None:
    server = lab.env.vault.servers["vault"]
    try:
        faults.inject(lab, "vault.sealed")
        client: Any = hands.facts.vault.anonymous(server)
        client.sys.submit_unseal_key(key="00" * 33)
        assert client.sys.read_seal_status()["progress"] == 1
        step = Unseal("unseal", "vault", "vault", server.init_file, server.threshold)
        assert step.undo(hands, {}) == "the keys that were given are discarded"
        assert client.sys.read_seal_status()["progress"] == 0
        client.sys.submit_unseal_key(key="00" * 33)
        step.do(hands, {})
        assert client.sys.read_seal_status()["sealed"] is False
    finally:
        faults.heal(lab, "vault.sealed")
