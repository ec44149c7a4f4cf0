"""Renew the token of one of Vault's clients."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import RenewToken, Step
from fixers.vault.inside import variables
from fixtures.expectations.vault import VaultClient
from fixtures.parsers.vault_token import DAY, Token

PERIOD = "768h"
"""What Vault gives at most, unless its mount of tokens was tuned. Source: ground truth A4."""


def renewable(finding: Finding) -> bool:
    """Whether a renewal moves the end of the client's token."""
    client: VaultClient = finding.expected
    token: Token = finding.facts.vault.token(client)
    return bool(token.renewable) and not (token.lasts is not None and token.lasts <= client.floor_days * DAY)


@remedy(
    "vault.renew_token",
    heals="vault.token.lifetime",
    row="Vault operations: Generate new token (`-ttl=8760h` is cut to 768h)",
    symptom="the client's token ends soon, and a renewal moves its end",
    risk="safe",
    right="none but the token's own: the policy `default` lets it renew itself",
    settle=5.0,
    when=renewable,
)
def plan(finding: Finding) -> Iterator[Step]:
    """One that is not renewable, or near its explicit maximum, is replaced instead (`vault.new_token`).

    It is renewed once: who renews it the next time is for whoever keeps the client.
    """
    client: VaultClient = finding.expected
    server = finding.env.vault.servers[client.server]
    period = finding.facts.vault.token(client).period
    yield RenewToken(
        f"renew the token of {client.name}",
        finding.env.containers[client.container].instance,
        client.key,
        client.env_file,
        finding.env.containers[server.container].instance,
        ("env", *variables(server), server.binary),
        f"{period}s" if period else PERIOD,
        0.0 if period else client.floor_days,
    )
