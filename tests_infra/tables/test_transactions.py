from __future__ import annotations

from fixtures.expectations.tables import DatabaseServer
from fixtures.facts.tables import TablesFacts
from fixtures.texts import many
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tables.transactions.short",
    each=lambda env: env.tables.servers.values(),
    severity="medium",
    needs=(needs.on("tables.connections.headroom"),),
)
def test_transactions(expected: DatabaseServer, tables: TablesFacts) -> None:
    """No transaction stands still for longer than declared, nor waits that long for the lock of another.

    Why: it keeps its locks and every row that was deleted since: others wait for it, and tables grow without end.
    Fix: end the session that holds (pg_terminate_backend, its pid), or roll back what is prepared; find who left it.
    Source: catalogue; PostgreSQL, idle_in_transaction_session_timeout, pg_blocking_pids.
    """
    found = tables.idle(expected)
    still = many(len(found), "stands", "stand")
    says = f"{expected.id}: {still} still for longer than {expected.idle_limit:g} s: {'; '.join(found)}"
    assert_matches(expected, {"standing still": ()}, {"standing still": found}, says=says)
