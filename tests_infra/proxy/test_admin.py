from __future__ import annotations

from fixtures.expectations import Container
from fixtures.expectations.relations import proxies
from fixtures.facts.proxy import ProxyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("proxy.admin.local", each=proxies, severity="critical", needs=(needs.instance,))
def test_admin(expected: Container, proxy: ProxyFacts) -> None:
    """Caddy's administration answers its own machine alone.

    Why: it asks for no password: who reaches it reads every upstream, and leads every site elsewhere.
    Fix: `admin localhost:2019`, a `unix/` socket or `admin off` in the Caddyfile's first block; restart.
    Source: catalogue; Caddy, "API" (admin endpoint security).
    """
    found = proxy.administered(expected).items()
    open_to_all = tuple(f"{socket.address}:{socket.port} ({said})" for socket, said in found)
    assert_matches(
        expected, {"open to the network": ()}, {"open to the network": open_to_all}, "Caddy's administration"
    )
