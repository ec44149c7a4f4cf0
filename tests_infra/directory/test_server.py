from __future__ import annotations

from fixtures.expectations.directory import DirectoryServer
from fixtures.facts.directory import DirectoryFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "directory.server.ready",
    each=lambda env: env.directory.servers.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.port,
        needs.database_server,
    ),
)
def test_server(expected: DirectoryServer, directory: DirectoryFacts) -> None:
    """Zitadel is ready: it has its database.

    Why: nobody can log in without it; its healthz endpoint says ok even without a database.
    Fix: 412 is the database: look there first; else restart the unit.
    Source: guide, container architecture; directory management "Internal"; ground truth 4.
    """
    found = directory.ready(expected)
    assert_matches(expected, {"status": 200}, found, found.said)
