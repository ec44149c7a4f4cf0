from __future__ import annotations

from fixtures.clients.own_token import operators
from fixtures.expectations.vault import VaultClient
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vault.token.uses",
    each=lambda env: env.vault.clients.values(),
    severity="critical",
    needs=(needs.token,),
)
def test_token_uses(expected: VaultClient, vault: VaultFacts) -> None:
    """The client's token is good for any number of questions.

    Why: every question spends one, this suite's as well: a token with a limit ends in the midst of a day's work.
    Fix: make one without `-use-limit` and write it into the env file; restart the unit. Nothing more is asked with it.
    Source: guide, Vault operations "Generate new token"; Vault troubleshooting "token not expired"; Vault, use limits.
    Instead: Vault troubleshooting "token not expired": `vault token lookup` spends a use of a token that has few, and
    its `ttl 0` of a token without end looks expired; where VAULT_TOKEN is exported, that looks it up and spends none.
    """
    assert_matches(expected, {"uses": None}, vault.token(expected))


@check(
    "vault.token.valid",
    each=lambda env: [*env.vault.clients.values(), *operators(env)],
    severity="critical",
    smoke=True,
    needs=(needs.token, needs.uses, needs.variable("VAULT_TOKEN")),
)
def test_token(expected: VaultClient, vault: VaultFacts) -> None:
    """Vault accepts the client's token.

    Why: with a dead token BotServer silently goes on with built-in default passwords.
    Fix: make a token with the declared policy and write it into the env file; restart the unit.
    Source: guide, Vault security architecture "VAULT_TOKEN"; Vault troubleshooting "token not expired".
    """
    found = vault.token(expected)
    assert_matches(expected, {"accepted": True, "uses": None}, found, found.said)


@check(
    "vault.token.reads",
    each=lambda env: [*env.vault.clients.values(), *operators(env)],
    severity="critical",
    smoke=True,
    needs=(needs.on("vault.token.valid"),),
)
def test_token_reads(expected: VaultClient, vault: VaultFacts) -> None:
    """The client's token may read every path that is declared for it, as the store is declared.

    Why: a policy that lost a path, or a store of another version, reads as "secret missing" in BotServer's log.
    Fix: give the policy `read` on the paths named (`vault policy write`), or declare the version that the mount has.
    Source: guide, Vault security architecture "single source of truth", "VAULT_TOKEN"; Vault operations "Read secret".
    """
    found = vault.reads(expected)
    server = vault.env.vault.servers[expected.server]
    says = f"{expected.id}: its token may not read {', '.join(found.refused)}" if found.refused else ""
    declared = {"refused": ()} if found.refused else {"refused": (), "mount": f"kv version {server.kv_version}"}
    assert_matches(expected, declared, found, f"mount {server.mount}/", says=says)


@check(
    "vault.token.policy",
    each=lambda env: env.vault.clients.values(),
    severity="high",
    needs=(needs.on("vault.token.reads"),),
)
def test_token_policy(expected: VaultClient, vault: VaultFacts) -> None:
    """The client's token has the declared policy, and is not root's.

    Why: a root token in an env file opens everything to whoever reads that file, and has no end.
    Fix: make a token with the declared policy and write it into the env file; restart the unit.
    Source: guide, Vault operations "Generate new token".
    """
    held = set(vault.token(expected).policies or ())
    found = {"policy": expected.policy in held, "root": "root" in held}
    remark = f"its policies: {', '.join(sorted(held)) or 'none'}; declared: {expected.policy}"
    assert_matches(expected, {"policy": True, "root": False}, found, remark)


@check(
    "vault.token.lifetime",
    each=lambda env: env.vault.clients.values(),
    severity="medium",
    needs=(needs.on("vault.token.valid"),),
)
def test_token_lifetime(expected: VaultClient, vault: VaultFacts) -> None:
    """The client's token is not near its end.

    Why: the guide's `-ttl=8760h` is silently capped at 768 hours: tokens die a month after they were made.
    Fix: renew it, or make a periodic orphan token and have it renewed: being renewable is not being renewed.
    Source: guide, Vault operations "Generate new token"; ground truth A4.
    Instead: Vault operations "Generate new token": `-ttl=8760h` is cut to the mount's 768h with a warning that nobody
    reads in JSON; the token ends within a month, not a year.
    """
    ending = vault.token(expected).ending(expected.floor_days)
    says = f"{expected.id}: its token has {ending} (floor: {expected.floor_days} days)"
    assert_matches(expected, {"ending": ""}, {"ending": ending}, says=says)


@check(
    "vault.token.orphan",
    each=lambda env: env.vault.clients.values(),
    severity="medium",
    needs=(needs.on("vault.token.valid"),),
)
def test_token_orphan(expected: VaultClient, vault: VaultFacts) -> None:
    """The client's token does not die with another one.

    Why: a child ends when its parent is revoked or ends, whatever time lookup shows for it.
    Fix: make it by auth/token/create-orphan (`vault token create -orphan -period=768h`).
    Source: ground truth 3; Vault, token hierarchies.
    """
    assert_matches(expected, {"orphan": True}, vault.token(expected))
