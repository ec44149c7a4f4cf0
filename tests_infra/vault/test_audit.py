from __future__ import annotations

from fixtures.clients import own_token
from fixtures.expectations import Environment
from fixtures.expectations.vault import VaultServer
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


def _nobody(env: Environment) -> str | None:
    if own_token.value() or any(each.audit_file for each in env.vault.servers.values()):
        return None
    return "nobody may ask: export a VAULT_TOKEN with read and sudo on sys/audit, or declare `audit_file`"


@check(
    "vault.audit.enabled",
    each=lambda env: env.vault.servers.values(),
    severity="medium",
    needs=(needs.instance, needs.on("vault.health.active")),
    applies=_nobody,
)
def test_audit(expected: VaultServer, vault: VaultFacts) -> None:
    """Vault writes down who asked for which secret.

    Why: after a leak nobody can say what was read, by whom, and since when.
    Fix: `vault audit enable file`; of OpenBao an `audit` stanza in its configuration and `systemctl reload vault`.
    Source: guide, Vault security architecture "single source of truth"; Vault, audit devices.
    """
    found = vault.audited(expected)
    assert_matches(expected, {"audited": True}, found, found.said)
