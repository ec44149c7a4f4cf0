"""Give a role of PostgreSQL the password that Vault holds."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import RolePassword, Step
from fixtures.clients import own_token
from fixtures.clients.postgresql import PASSWORD
from fixtures.expectations.tables import DatabaseServer
from fixtures.facts.tables_inside import MENDED


@remedy(
    "tables.password_from_vault",
    heals="tables.server.accepts",
    row="common errors: failed SASL auth; Vault security architecture: single source of truth",
    symptom="PostgreSQL refuses the password that Vault holds for the role",
    risk="secrets",
    right="read the secret in Vault; become the database's superuser in its container, over the socket",
    when=lambda finding: finding.found.get("refused") == PASSWORD,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Vault is right, the database follows. What else refuses a login no password puts right, and is told instead."""
    server: DatabaseServer = finding.expected
    user = finding.facts.vault.credential(server.secret, "username")
    others = [each for each in finding.facts.tables.beside_password(server) if not each.startswith(MENDED)]
    if others:
        raise RemedyRefused(f"more than the password of {user} may be wrong: {'; '.join(others)}")
    yield RolePassword(
        f"set the password of {user} to Vault's",
        finding.env.containers[server.container].instance,
        server.superuser,
        server.port,
        user,
        f"vault:{server.secret}#password",
        own_token.reader(finding.env, server.secret).id,
    )
