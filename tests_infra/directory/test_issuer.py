from __future__ import annotations

from fixtures.expectations.directory import DirectoryServer
from fixtures.facts.directory import DirectoryFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "directory.issuer.matches",
    each=lambda env: env.directory.servers.values(),
    severity="high",
    needs=(needs.on("directory.host.required"),),
)
def test_issuer(expected: DirectoryServer, directory: DirectoryFacts) -> None:
    """The OpenID configuration names the declared issuer, to the letter.

    Why: clients compare texts; another scheme, a port or a slash more, and all logins end with a mismatch.
    Fix: set ExternalDomain, ExternalPort and ExternalSecure to the login host and restart.
    Source: guide, directory management "External"; ground truth 4.
    """
    found = directory.issuer(expected)
    assert_matches(expected, {"status": 200, "issuer": expected.issuer_url}, found, found.said)
