from __future__ import annotations

from fixtures.expectations.directory import DirectoryServer
from fixtures.expectations.relations import consoles
from fixtures.facts.directory import DirectoryFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import ANY


@check("directory.console.served", each=consoles, severity="medium", needs=(needs.way_to_console,))
def test_console(expected: DirectoryServer, directory: DirectoryFacts) -> None:
    """The console is served where people open it, and knows its issuer and its own application.

    Why: users, and a token that has expired, are put right there; without its settings the page comes up empty.
    Fix: let the proxy lead everything below its path to Zitadel; without an application its setup was not finished: run
    `zitadel setup` again.
    Source: guide, directory management "Console"; Zitadel, internal/api/ui/console.
    """
    found = directory.console(expected)
    declared = {"page": 200, "issuer": expected.issuer_url, "application": ANY}
    assert_matches(expected, declared, found, found.said)
