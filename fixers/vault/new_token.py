"""Give a client of Vault a token of its own, with the declared policy."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import NewToken, Step
from fixers.vault.inside import variables
from fixers.vault.renew_token import PERIOD, renewable
from fixtures.clients.own_token import Operator
from fixtures.expectations.vault import VaultClient

WHY = {
    "vault.token.valid": "its token is not accepted",
    "vault.token.policy": "its token has other policies than the declared one",
    "vault.token.orphan": "its token dies with its parent",
    "vault.token.lifetime": "its token ends soon, and no renewal moves that end",
}


def _replaceable(finding: Finding) -> bool:
    """Whether it is a client's token, and another one is what helps."""
    if isinstance(finding.expected, Operator):
        return False
    return finding.check != "vault.token.lifetime" or not renewable(finding)


@remedy(
    "vault.new_token",
    heals=tuple(WHY),
    row="Vault security architecture: VAULT_TOKEN; Vault operations: Generate new token; troubleshooting: token",
    symptom="the client's token is gone, ended, has another policy, dies with its parent, or can't be renewed",
    risk="secrets",
    right="sudo on auth/token/create-orphan and auth/token/accessors, read the client's file and write it, systemctl",
    settle=45.0,
    when=_replaceable,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Periodic and without a parent: it lives as long as it is renewed, which its client has to do.

    The guide's `-ttl=8760h` is cut to 768h. The former token is left as it is: revoke it by hand once nothing else has
    it; root's own in an env file was seen by whoever reads that file.
    """
    client: VaultClient = finding.expected
    server, facts = finding.env.vault.servers[client.server], finding.facts.vault
    container = finding.env.containers[client.container]
    if facts.env_file(client) is None:
        raise RemedyRefused(f"{client.env_file} does not exist: everything in it has to come back, not only the token")
    acting = facts.acting(server)
    unit = client.name if client.name in container.units else finding.env.system.botserver_unit
    yield NewToken(
        f"give {client.name} another token: {WHY[finding.check]}",
        container.instance,
        client.env_file,
        client.policy,
        PERIOD,
        server.key,
        finding.env.containers[server.container].instance,
        ("env", *variables(server), server.binary),
        acting.by,
        server.init_file if server.init_file in acting.by else "",
        unit if unit in container.units else "",
    )
