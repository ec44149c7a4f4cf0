from __future__ import annotations

from fixtures.expectations.proxy import Site
from fixtures.expectations.relations import proxied_sites
from fixtures.facts.proxy import ProxyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("proxy.upstream.reachable", each=proxied_sites, severity="critical", needs=(needs.port, needs.upstream))
def test_upstream(expected: Site, proxy: ProxyFacts) -> None:
    """The proxy leads the host name to something, and from where it stands reaches that.

    Why: this is a 502 for every user, while the service itself is well and others reach it; a page of the proxy's own,
    left from a maintenance, is a 200 and no service.
    Fix: compare the address in the site's block with the declared upstream; then rules and routes between the two.
    Source: guide, adding an HTTPS subdomain "reverse_proxy"; container architecture.
    """
    found = proxy.upstreams(expected)
    reached = {any(each.accepted for each in block) for block in found}
    said = "; ".join(str(each) for block in found for each in block) or "no reverse_proxy of what runs is for it"
    remark = f"{said}; declared: {expected.upstream}"
    assert_matches(expected.url, {"reached": {True}}, {"reached": reached}, remark)
