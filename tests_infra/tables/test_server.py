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
    Fix: only where the password itself is refused, set the role's to Vault's gbo/tables (`--fix-allow=secrets`); of one
    that expired move the end (`alter role`, valid until), and put right what else is named as it says.
    Source: guide, common errors "failed SASL auth"; daily health check "pgrep postgres"; container architecture; ground
    truth 8.
    Instead: daily health check "pgrep postgres": a process that hangs, or refuses the password in Vault, is called OK;
    a login asks what BotServer asks.
    """
    found = tables.login(expected)
    assert_matches(expected, {"refused": None}, found, f"as {found.user}: {found.said}")


@check(
    "tables.server.primary",
    each=lambda env: env.tables.primaries,
    severity="critical",
    smoke=True,
    needs=(needs.on("tables.server.accepts"),),
)
def test_primary(expected: DatabaseServer, tables: TablesFacts) -> None:
    """PostgreSQL takes writes: it is no standby, and no setting makes it read only.

    Why: on a standby reads work and pg_isready is content, while every write of every service fails.
    Fix: in recovery, lead clients to the primary or promote (`pg_promote()`); read only, reset the setting and reload.
    Source: guide, container architecture; PostgreSQL, hot standby and default_transaction_read_only.
    """
    found = tables.login(expected)
    assert_matches(expected, {"recovery": False, "read_only": False}, found, f"as {found.user}")
