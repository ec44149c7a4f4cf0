from __future__ import annotations

from fixtures.expectations.dns import Zone
from fixtures.facts.dns import DnsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "dns.zone.valid",
    each=lambda env: env.dns.zones.values(),
    severity="high",
    needs=(needs.instance,),
)
def test_zone(expected: Zone, dns: DnsFacts) -> None:
    """CoreDNS can read every line of the zone file, and its name servers have addresses.

    Why: with one line that it cannot read CoreDNS goes on with the old zone, and does not start again with the new.
    Fix: correct the line that is named, raise the serial; do not restart CoreDNS before.
    Source: guide, DNS management "Workflow"; ground truth 1.
    """
    found = dns.zone_file(expected)
    assert_matches(expected, {"unread": (), "lame": ()}, found)
    assert found.serial is not None, f"{expected.file}: no SOA record for {expected.name}"
    assert found.name_servers, f"{expected.file}: no NS record for {expected.name}"
