from __future__ import annotations

from fixtures.expectations.proxy import Site
from fixtures.facts.proxy import ProxyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "proxy.site.answers",
    each=lambda env: env.proxy.sites.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.port,
        needs.site_certificate,
        needs.upstream,
    ),
)
def test_site(expected: Site, proxy: ProxyFacts) -> None:
    """The host name answers through the proxy as declared.

    Why: this is what users see; 502 means that the proxy does not reach what stands behind it.
    Fix: compare the site's block in the Caddyfile with the upstream's address and port; reload, never restart.
    Source: guide, environment context; adding an HTTPS subdomain.
    """
    found = proxy.site(expected)
    assert_matches(expected.url, expected.answer, found, found.said)
