from __future__ import annotations

from fixtures.expectations.tables import DatabaseServer
from fixtures.facts.tables import TablesFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tables.server.accepts",
    each=lambda env: env.tables.servers.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.on("tables.connections.headroom"),
        needs.port,
        needs.certificate,
        needs.secret,
    ),
)
def test_server(expected: DatabaseServer, tables: TablesFacts) -> None:
    """PostgreSQL runs a query for the user and password that Vault holds.

    Why: `pgrep` and `pg_isready` say OK to a server that lets nobody in.
    Fix: only where the password itself is refused, set the role's to Vault's gbo/tables (`--fix-allow=secrets`).
    Source: guide, common errors "failed SASL auth"; daily health check; ground truth 8.
    """
    found = tables.login(expected)
    assert_matches(expected, {"refused": None}, found, f"as {found.user}: {found.said}")
