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


@check(
    "dns.zone.served",
    each=lambda env: env.dns.zones.values(),
    severity="high",
    needs=(needs.on("dns.serial.served"),),
)
def test_served(expected: Zone, dns: DnsFacts) -> None:
    """The name server answers every record as it stands in the zone file.

    Why: CoreDNS loads a file whose serial is another one only: an edit without a new serial is never served.
    Fix: raise the serial (YYYYMMDDNN), and wait a minute or `pkill -USR1 -x coredns`.
    Source: guide, DNS management "Critical Rules" 1; ground truth 1.
    """
    differing = dns.unserved(expected)
    assert not differing, f"{expected.file} is not what is served: {'; '.join(differing)}"
