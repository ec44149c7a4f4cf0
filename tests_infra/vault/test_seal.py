from __future__ import annotations

from fixtures.expectations.vault import VaultServer
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vault.seal.open",
    each=lambda env: env.vault.servers.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.port,
        needs.certificate,
    ),
)
def test_seal(expected: VaultServer, vault: VaultFacts) -> None:
    """Vault is unsealed.

    Why: sealed, as after every restart, it refuses every secret, and BotServer cannot start.
    Fix: unseal with as many keys as it asks for (`--fix`, safe).
    Source: guide, alert playbook "Vault Sealed"; Vault troubleshooting "Sealed after restart"; Vault operations
    "Unseal"; ground truth 3.
    Instead: daily health check "Vault OK": `curl -f` drops the body of every answer but 200, so a Vault that stands by,
    is not initialised or is down is called SEALED, and somebody fetches the keys.
    """
    seal = vault.seal(expected)
    remark = f"keys given: {seal.progress} of {seal.threshold}"
    assert_matches(expected, {"initialized": True, "sealed": False}, seal, remark)
