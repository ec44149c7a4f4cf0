from __future__ import annotations

from fixtures.expectations.proxy import Site
from fixtures.expectations.relations import redirected_sites
from fixtures.facts.proxy import ProxyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import OneOf


@check(
    "proxy.site.answers",
    each=lambda env: env.proxy.sites.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.port,
        needs.site_certificate,
        needs.upstream,
        needs.proxied,
    ),
)
def test_site(expected: Site, proxy: ProxyFacts) -> None:
    """The host name answers through the proxy as declared.

    Why: this is what users see; 502 means that the proxy does not reach what stands behind it.
    Fix: compare the site's block in the Caddyfile with the upstream's address and port; reload, never restart.
    Source: guide, environment context "PROD", "STAGE", "chat URL"; adding an HTTPS subdomain "Caddy config",
    "reverse_proxy"; directory management "External".
    """
    found = proxy.site(expected)
    assert_matches(expected.url, expected.answer, found, found.said)


@check(
    "proxy.site.redirects",
    each=redirected_sites,
    severity="medium",
    needs=(needs.on("proxy.site.answers"), needs.plain_port),
)
def test_redirects(expected: Site, proxy: ProxyFacts) -> None:
    """The host name leads to HTTPS who asks for it over HTTP.

    Why: what is served over HTTP can be read and changed on the way: logins, cookies, whole pages.
    Fix: take the site's block for `http://` out of the Caddyfile: Caddy redirects by itself; reload.
    Source: guide, environment context "PROD", "STAGE"; adding an HTTPS subdomain "Caddy config".
    """
    found = proxy.redirect(expected)
    declared = {"status": OneOf(301, 302, 303, 307, 308), "scheme": "https", "port": OneOf(443, expected.port)}
    assert_matches(expected.url, declared | expected.redirect, found, found.said)
