from __future__ import annotations

from fixtures.expectations.directory import DirectoryServer
from fixtures.expectations.relations import consoles
from fixtures.facts.directory import DirectoryFacts
from fixtures.parsers.destination import same_origin
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import ANY, Such


@check("directory.console.served", each=consoles, severity="medium", needs=(needs.way_to_console,))
def test_console(expected: DirectoryServer, directory: DirectoryFacts) -> None:
    """The console is served where people open it, and knows its issuer, its own application and where to call.

    Why: users, and a token that has expired, are put right there; without its settings the page comes up empty, and
    with calls that lead elsewhere it loads and shows errors.
    Fix: let the proxy lead everything below its path to Zitadel, with the Host header that the browser sent (`api` is
    made of it); without an application its setup was not finished: run `zitadel setup` again.
    Source: guide, directory management "Console"; Zitadel, internal/api/ui/console; zitadel#9912.
    """
    found, issuer = directory.console(expected), expected.issuer_url
    api = Such(f"at {issuer}", lambda found: same_origin(found, issuer))
    declared = {"page": 200, "issuer": issuer, "application": ANY, "api": api, "exhausted": False}
    assert_matches(expected, declared, found, found.said)
