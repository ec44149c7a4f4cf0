from __future__ import annotations

from fixtures.expectations.proxy import Site
from fixtures.expectations.relations import proxied_sites
from fixtures.facts.proxy import ProxyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("proxy.upstream.reachable", each=proxied_sites, severity="critical", needs=(needs.port, needs.upstream))
def test_upstream(expected: Site, proxy: ProxyFacts) -> None:
    """The proxy, from where it stands, reaches what it is configured to lead the host name to.

    Why: this is a 502 for every user, while the service itself is well and others reach it.
    Fix: compare the address in the site's block with the declared upstream; then rules and routes between the two.
    Source: guide, adding an HTTPS subdomain "reverse_proxy"; container architecture.
    """
    found = proxy.upstreams(expected)
    reached = {any(each.accepted for each in block) for block in found}
    remark = f"{'; '.join(str(each) for block in found for each in block)}; declared: {expected.upstream}"
    assert_matches(expected.url, {"reached": {True}}, {"reached": reached}, remark)
