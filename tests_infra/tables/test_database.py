from __future__ import annotations

from fixtures.expectations.tables import Database
from fixtures.facts.tables import TablesFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tables.database.open",
    each=lambda env: env.tables.databases.values(),
    severity="high",
    needs=(needs.room_of_database,),
)
def test_open(expected: Database, tables: TablesFacts) -> None:
    """The database is there, and neither it nor the role of its service keeps that out.

    Why: PostgreSQL answers and lets others in, while one service starts and finds its database gone.
    Fix: restore it where it is gone; else take back what is named, by `alter database` or `alter role`.
    Source: guide, container architecture; CI queries "List recent runs"; PostgreSQL, pg_database "datallowconn",
    pg_roles.
    """
    found = tables.door(expected)
    assert_matches(expected, {"keeps_out": ()}, found, f"{expected.name} on {expected.server}")


@check(
    "tables.database.present",
    each=lambda env: env.tables.databases.values(),
    severity="high",
    needs=(needs.server_of_database, needs.on("tables.database.open")),
)
def test_database(expected: Database, tables: TablesFacts) -> None:
    """The database has its owner and encoding, and no setting of it or its role keeps its service from its tables.

    Why: every service behind it starts and then fails at its first query, or at its first write.
    Fix: restore it; an empty one is no help. A setting (default_transaction_read_only, search_path, statement_timeout):
    reset it, of the database or of the role, and let its service connect anew.
    Source: guide, CI queries "List recent runs"; program access "psql"; PostgreSQL, ALTER ROLE "SET".
    Instead: CI queries "List recent runs": `psql -h localhost -U postgres` as written ends with "no password supplied";
    the role in Vault is asked.
    """
    declared = {"present": True, "owner": expected.owner, "encoding": expected.encoding, "settings": ()}
    if tables.env.tables.servers[expected.server].role == "primary":
        declared["read_only"] = False
    assert_matches(expected, declared, tables.database(expected), f"{expected.name} on {expected.server}")
