from __future__ import annotations

from fixtures.expectations.tables import DatabaseTable
from fixtures.facts.tables import TablesFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tables.table.present",
    each=lambda env: env.tables.declared,
    severity="high",
    needs=(needs.database_of_table,),
)
def test_table(expected: DatabaseTable, tables: TablesFacts) -> None:
    """The table exists and has its columns.

    Why: after half a migration, or a restore of another edition, a service starts and fails at its first query.
    Fix: let the service migrate its database (start it, and read what it says); where it cannot, restore. In another
    schema: move it back (`alter table`, set schema), or declare that one.
    Source: guide, CI/CD "runner token"; DriveMonitor "bot_configuration"; PostgreSQL, pg_attribute.
    """
    found = tables.table(expected)
    assert_matches(expected, {"present": True, "lacks": ()}, found, found.said)


@check(
    "tables.table.usable",
    each=lambda env: env.tables.used,
    severity="high",
    needs=(needs.table_itself,),
)
def test_rights(expected: DatabaseTable, tables: TablesFacts) -> None:
    """Whoever uses the table may read and write it.

    Why: after a restore by another role all is there, and each query ends with "permission denied".
    Fix: make the role the table's owner again (alter table, owner to), or grant it the rights, USAGE of the sequences
    of its columns too; a table with row security needs a policy for the role. Where a table is only read from, say so
    in the `rights` of its database.
    Source: guide, DriveMonitor "bot_configuration"; PostgreSQL, privileges.
    """
    found = tables.rights(expected)
    assert_matches(expected, {"lacks": ()}, found, found.said)
