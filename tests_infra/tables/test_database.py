from __future__ import annotations

from fixtures.expectations.tables import Database
from fixtures.facts.tables import TablesFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tables.database.present",
    each=lambda env: env.tables.databases.values(),
    severity="high",
    needs=(needs.login_to_server,),
)
def test_database(expected: Database, tables: TablesFacts) -> None:
    """The database exists with its owner and encoding.

    Why: every service behind it starts and then fails at its first query.
    Fix: restore it; an empty one is no help.
    Source: guide, CI queries "List recent runs"; program access "psql".
    Instead: CI queries "List recent runs": `psql -h localhost -U postgres` as written ends with "no password supplied";
    the role in Vault is asked.
    """
    declared = {"present": True, "owner": expected.owner, "encoding": expected.encoding}
    assert_matches(expected, declared, tables.database(expected), f"{expected.name} on {expected.server}")
