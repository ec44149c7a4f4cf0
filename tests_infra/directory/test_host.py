from __future__ import annotations

from fixtures.expectations.directory import DirectoryServer
from fixtures.facts.directory import DirectoryFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "directory.host.required",
    each=lambda env: env.directory.servers.values(),
    severity="high",
    needs=(needs.on("directory.server.ready"),),
)
def test_host(expected: DirectoryServer, directory: DirectoryFacts) -> None:
    """Zitadel answers to the declared host name, and says 404 to one that it does not know.

    Why: it finds its instance by the Host header: a wrong domain, and every login, token and client gets 404.
    Fix: ExternalDomain, or the domains of the instance; "not trusted" is about the forwarded host that the proxy sends.
    Source: guide, directory management "Must include Host header or API returns 404"; ground truth 4.
    """
    found = directory.hosts(expected)
    assert_matches(expected, {"declared": 200, "other": 404}, found, f"Host: {expected.host}: {found.said}")
