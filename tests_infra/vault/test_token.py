from __future__ import annotations

from fixtures import needs
from fixtures.checks import assert_matches, check
from fixtures.expectations.vault import VaultClient
from fixtures.facts.vault import VaultFacts


@check(
    "vault.token.valid",
    each=lambda env: env.vault.clients.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.vault_of_client,
        needs.instance,
    ),
    remedy="vault.new_token",
)
def test_token(expected: VaultClient, vault: VaultFacts) -> None:
    """Vault accepts the client's token, and the token has the declared policy.

    Why: with a dead token BotServer silently goes on with built-in default passwords.
    Fix: make a token with that policy and write it into the env file; restart the unit.
    Source: guide, Vault troubleshooting "token not expired (vault token lookup)".
    """
    found = vault.token(expected)
    policies = tuple(sorted({*(found.policies or ()), expected.policy}))
    assert_matches(expected, {"accepted": True, "policies": policies}, found, found.said)


@check(
    "vault.token.lifetime",
    each=lambda env: env.vault.clients.values(),
    severity="medium",
    needs=(needs.on("vault.token.valid"),),
    remedy="vault.renew_token",
)
def test_token_lifetime(expected: VaultClient, vault: VaultFacts) -> None:
    """The client's token is not near its end.

    Why: the guide's `-ttl=8760h` is silently capped at 768 hours: tokens die a month after they were made.
    Fix: renew it, or make a periodic orphan token, which can be renewed for ever.
    Source: guide, Vault operations "Generate new token"; ground truth A4.
    """
    found = vault.token(expected)
    left = float("inf") if found.endless else (found.ttl or 0) / 86400
    assert left > expected.floor_days, (
        f"{expected.id}: {left:.1f} days left, and more than {expected.floor_days} declared"
    )
