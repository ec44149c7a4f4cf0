from __future__ import annotations

from fixtures.expectations.tables import DatabaseServer
from fixtures.facts.tables import TablesFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tables.auth.strict",
    each=lambda env: env.tables.servers.values(),
    severity="high",
    needs=(needs.on("tables.server.accepts"),),
)
def test_auth(expected: DatabaseServer, tables: TablesFacts) -> None:
    """PostgreSQL refuses a wrong password, from here and inside its container.

    Why: one `trust` line in pg_hba.conf makes every password right, for all who reach 5432 or run anything inside.
    Fix: replace `trust` by `scram-sha-256` (for the socket `peer`) in pg_hba.conf and reload.
    Source: guide, NAT port forwarding "5432=PostgreSQL"; global Vault paths "gbo/tables".
    """
    assert_matches(expected, {"lets_in": ()}, tables.strictness(expected), "a password that nobody has")
