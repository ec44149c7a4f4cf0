"""Give a role of PostgreSQL the password that Vault holds."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import RolePassword, Step
from fixtures.clients import own_token
from fixtures.clients.postgresql import PASSWORD
from fixtures.expectations.tables import DatabaseServer
from fixtures.facts.tables_inside import MENDED


def _mended(finding: Finding) -> bool:
    """Whether a new password puts it right, as far as that can be asked: the server says the same to all of it."""
    refused = finding.found.get("refused") == PASSWORD
    return refused and all(each.startswith(MENDED) for each in finding.facts.tables.beside_password(finding.expected))


@remedy(
    "tables.password_from_vault",
    heals="tables.server.accepts",
    row="common errors: failed SASL auth; Vault security architecture: single source of truth",
    symptom="PostgreSQL refuses the password that Vault holds for the role",
    risk="secrets",
    right="read the secret in Vault; become the database's superuser in its container, over the socket",
    when=_mended,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Vault is right, the database follows. What else refuses a login no password puts right: the red line names it."""
    server: DatabaseServer = finding.expected
    user = finding.facts.vault.credential(server.secret, "username")
    yield RolePassword(
        f"set the password of {user} to Vault's",
        finding.env.containers[server.container].instance,
        server.superuser,
        server.port,
        user,
        f"vault:{server.secret}#password",
        own_token.reader(finding.env, server.secret).id,
    )
