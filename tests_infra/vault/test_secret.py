from __future__ import annotations

from fixtures.expectations.vault import VaultSecret
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import check


@check(
    "vault.secret.present",
    each=lambda env: [secret for secret in env.vault.secrets.values() if secret.required],
    severity="high",
    needs=(needs.readable,),
)
def test_secret(expected: VaultSecret, vault: VaultFacts) -> None:
    """The Vault path holds every declared key, as text that is not empty.

    Why: BotServer falls back to built-in defaults for a path it cannot read, and a number makes it unreadable.
    Fix: undelete what was deleted (`vault kv undelete`), `vault kv patch` keys that are missing, values in quotes.
    Source: guide, global Vault paths; Vault troubleshooting "Secrets missing"; ground truth 10.
    """
    found = vault.secret(expected.path)
    assert not found.absent, f"there is nothing at {expected.path}: {found.absent}"
    unusable = found.unusable(expected.keys)
    assert not unusable, f"{expected.path}: {', '.join(unusable)}"
