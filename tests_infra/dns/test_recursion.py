from __future__ import annotations

from fixtures.expectations.dns import NameServer
from fixtures.expectations.relations import published_name_servers
from fixtures.facts.dns import DnsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.vantage import no_vantage


@check(
    "dns.recursion.closed",
    each=published_name_servers,
    severity="high",
    needs=(needs.from_outside,),
    applies=no_vantage,
)
def test_recursion(expected: NameServer, dns: DnsFacts) -> None:
    """The name server looks up no foreign name for a stranger.

    Why: open resolvers are found within hours and used to flood others, from our address and at our cost.
    Fix: take `forward` out of the Corefile, or put `acl` before it: allow the containers' subnet, block the rest.
    Source: guide, NAT port forwarding "53=DNS"; RFC 5358.
    """
    found = dns.recursion(expected)
    assert_matches(expected, {"for strangers": "closed"}, {"for strangers": found.speaks}, found.said)
