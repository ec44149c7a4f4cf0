from __future__ import annotations

from fixtures.expectations.tables import DatabaseServer
from fixtures.facts.tables import TablesFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


@check(
    "tables.connections.headroom",
    each=lambda env: env.tables.servers.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.port,
        needs.instance,
    ),
)
def test_connections(expected: DatabaseServer, tables: TablesFacts) -> None:
    """PostgreSQL has connections left.

    Why: used up, it lets nobody in any more, and Forgejo, Zitadel and BotServer fail one after the other.
    Fix: end the sessions of who holds them (`pg_terminate_backend`) and find its leak; raise max_connections last.
    Source: catalogue; PostgreSQL, Connections and Authentication "superuser_reserved_connections".
    """
    found = tables.connections(expected)
    most = expected.connections_share * found.allowed
    says = f"{found.used} of {found.allowed} connections are used, by {found.holders}"
    assert_matches(expected, {"used": Such(f"fewer than {most:g}", lambda used: used < most)}, found, says=says)
