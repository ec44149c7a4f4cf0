"""Unseal Vault with as many keys of its init file as it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.remedy import remedy
from fixers.steps import Step, Unseal
from fixtures.expectations import Environment
from fixtures.expectations.vault import VaultServer
from fixtures.facts.cache import Facts


@remedy(
    "vault.unseal",
    row="alert playbook: Vault Sealed; Vault troubleshooting: sealed after restart",
    symptom="Vault runs and is sealed",
    risk="safe",
    right="read the init file in the vault container",
)
def plan(expected: VaultServer, env: Environment, facts: Facts) -> Iterator[Step]:
    """The guide says three of five keys; what Vault itself says it needs is what is sent."""
    seal = facts.vault.seal(expected)
    if not seal.initialized:
        raise RemedyRefused(f"{expected.id} was never initialised: there are no keys it would take")
    if not seal.sealed:
        return
    held = facts.vault.unseal_keys_held(expected)
    if held < seal.threshold:
        raise RemedyRefused(
            f"{expected.init_file} holds {held} keys and Vault asks for {seal.threshold}: nothing was sent; "
            "escalate to whoever keeps the other keys"
        )
    instance = env.containers[expected.container].instance
    before = f"forget the {seal.progress} given before, " if seal.progress else ""
    key = next(key for key, server in env.vault.servers.items() if server == expected)
    what = f"{before}unseal with {seal.threshold} of the {held} keys"
    yield Unseal(what, instance, key, expected.init_file, seal.threshold)
