from __future__ import annotations

from fixtures.expectations.vault import Resolution
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vault.secret.resolution",
    each=lambda env: env.vault.resolutions.values(),
    severity="high",
    needs=(needs.resolving_client,),
)
def test_resolution(expected: Resolution, vault: VaultFacts) -> None:
    """The bot's secret comes from the declared level: its own path, the default bot's, or the global one.

    Why: where its own path is gone, or may not be read, BotServer takes the next without a word: another's mailbox.
    Fix: write the path of the declared level (`vault kv put`), or give the policy `read` on it.
    Source: guide, global Vault paths "credential resolution order", "organization-scoped".
    """
    found = vault.resolved(expected)
    assert_matches(expected, {"level": expected.level}, found, found.said)
