from __future__ import annotations

from fixtures.expectations.tables import Database
from fixtures.facts.tables import TablesFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tables.database.present",
    each=lambda env: env.tables.databases.values(),
    severity="high",
    needs=(needs.server_of_database,),
)
def test_database(expected: Database, tables: TablesFacts) -> None:
    """The database exists with its owner and encoding, and no setting of it or its role makes it read only.

    Why: every service behind it starts and then fails at its first query, or at its first write.
    Fix: restore it; an empty one is no help. Where it is read only, reset default_transaction_read_only of the database
    or of the role, and let its service connect anew.
    Source: guide, CI queries "List recent runs"; program access "psql"; PostgreSQL, default_transaction_read_only.
    Instead: CI queries "List recent runs": `psql -h localhost -U postgres` as written ends with "no password supplied";
    the role in Vault is asked.
    """
    declared = {"present": True, "owner": expected.owner, "encoding": expected.encoding}
    if tables.env.tables.servers[expected.server].role == "primary":
        declared["read_only"] = False
    assert_matches(expected, declared, tables.database(expected), f"{expected.name} on {expected.server}")
