from __future__ import annotations

from fixtures import needs
from fixtures.checks import assert_matches, check
from fixtures.expectations.tables import DatabaseServer
from fixtures.facts.tables import TablesFacts


@check(
    "tables.auth.strict",
    each=lambda env: env.tables.servers.values(),
    severity="high",
    needs=(needs.on("tables.server.accepts"),),
)
def test_auth(expected: DatabaseServer, tables: TablesFacts) -> None:
    """PostgreSQL refuses a wrong password.

    Why: one `trust` line in pg_hba.conf makes every password right, and 5432 is published.
    Fix: replace `trust` by `scram-sha-256` in pg_hba.conf and reload.
    Source: guide, NAT port forwarding "5432=PostgreSQL"; global Vault paths "gbo/tables".
    """
    assert_matches(expected, {"accepted": False}, tables.stranger(expected), "with a password that nobody has")
