"""Unseal Vault with as many keys of its init file as it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Step, Unseal
from fixtures.texts import many


@remedy(
    "vault.unseal",
    heals="vault.seal.open",
    row="alert playbook: Vault Sealed; Vault troubleshooting: sealed after restart",
    symptom="Vault runs and is sealed",
    risk="safe",
    right="read the init file in the vault container",
)
def plan(finding: Finding) -> Iterator[Step]:
    """The guide says three of five keys; what Vault itself says it needs is what is sent.

    Keys that somebody gave before are discarded first: one wrong key among them makes the right ones useless.
    """
    expected, vault = finding.expected, finding.facts.vault
    seal = vault.seal(expected)
    if not seal.initialized:
        raise RemedyRefused(f"{expected.id} was never initialised: there are no keys it would take")
    if not seal.sealed:
        return
    held = vault.unseal_keys_held(expected)
    if held < seal.threshold:
        raise RemedyRefused(
            f"{expected.init_file} holds {many(held, 'key')} and Vault asks for {seal.threshold}: nothing was sent; "
            "escalate to whoever keeps the other keys"
        )
    instance = finding.env.containers[expected.container].instance
    before = f"forget the {seal.progress} given before, " if seal.progress else ""
    what = f"{before}unseal with {seal.threshold} of the {many(held, 'key')}"
    yield Unseal(what, instance, expected.key, expected.init_file, seal.threshold)
