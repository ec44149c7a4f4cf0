from __future__ import annotations

from fixtures.expectations.vault import VaultClient
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vault.ca.matches",
    each=lambda env: [each for each in env.vault.clients.values() if env.vault.servers[each.server].tls],
    severity="high",
    smoke=True,
    needs=(
        needs.instance,
        needs.certificate_of_vault,
    ),
)
def test_ca(expected: VaultClient, vault: VaultFacts) -> None:
    """The client's CA file is there, holds the vault container's, and verifies the server.

    Why: with another authority's file every question to Vault ends with "cert verify failed"; one more authority
    beside the right one, as while it is replaced, does no harm.
    Fix: copy the file from the vault container (`--fix`, safe).
    Source: guide, Vault troubleshooting "TLS errors", "CA cert path"; common errors "cert verify failed"; program
    access "vault".
    """
    found = vault.authority(expected)
    assert_matches(expected, {"present": True, "same": True, "verifies": True}, found, found.said)
