from __future__ import annotations

from fixtures.expectations.dns import Replica
from fixtures.facts.dns import DnsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "dns.secondary.in_sync",
    each=lambda env: env.dns.replicas,
    severity="high",
    needs=(needs.both_name_servers,),
)
def test_secondary(expected: Replica, dns: DnsFacts) -> None:
    """The secondary name server says the same as the primary.

    Why: the world asks either; a secondary that lags behind answers with yesterday's addresses.
    Fix: run sync-zones.sh; check that the primary allows the transfer.
    Source: guide, DNS management "sync-zones.sh", "Sync to secondary".
    """
    found = dns.comparison(expected)
    assert_matches(expected, {"secondary": found.primary, "differing": ()}, found)
