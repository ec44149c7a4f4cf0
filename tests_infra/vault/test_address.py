from __future__ import annotations

from fixtures.expectations.vault import VaultClient
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vault.address.matches",
    each=lambda env: env.vault.clients.values(),
    severity="high",
    needs=(needs.instance, needs.variable("VAULT_ADDR")),
)
def test_address(expected: VaultClient, vault: VaultFacts) -> None:
    """VAULT_ADDR in the client's env file leads to the declared Vault.

    Why: BotServer reads it once, at startup; a wrong one shows only at the next restart.
    Fix: set VAULT_ADDR in the env file and restart the unit.
    Source: guide, Vault security architecture "VAULT_ADDR"; program access "vault".
    """
    server = vault.env.vault.servers[expected.server]
    declared = {"scheme": "https" if server.tls else "http", "port": server.port, "leads_to": server.id}
    found = vault.address_of(expected)
    assert_matches(expected, declared, found, says="" if found else f"{expected.env_file} has no VAULT_ADDR")
