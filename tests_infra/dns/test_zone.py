from __future__ import annotations

from fixtures.expectations.dns import Zone
from fixtures.facts.dns import DnsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import ANY, Such


@check(
    "dns.zone.valid",
    each=lambda env: env.dns.zones.values(),
    severity="high",
    needs=(needs.instance,),
)
def test_zone(expected: Zone, dns: DnsFacts) -> None:
    """CoreDNS can read every line of the zone file, name servers have addresses, and what leads to a name finds it.

    Why: with one line that it cannot read CoreDNS goes on with the old zone, and does not start again with the new. A
    target without its final dot gets the zone's name once more: mail is then sent nowhere.
    Fix: correct the line that is named, raise the serial; do not restart CoreDNS before.
    Source: guide, DNS management "Edit zone file"; ground truth 1.
    """
    found = dns.zone_file(expected)
    declared = {"unread": (), "lame": (), "dangling": (), "serial": ANY, "name_servers": Such("some", bool)}
    assert_matches(expected, declared, found)


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
    Source: guide, DNS management "serial number", "Edit zone file"; ground truth 1.
    Instead: DNS management "Update serial": its `sed` replaces a pattern that stands in no zone, and says 0; an edit
    without a new serial is seen by every record that differs.
    """
    differing = dns.unserved(expected)
    says = f"{expected.file} is not what is served: {'; '.join(differing)}"
    assert_matches(expected, {"differing": ()}, {"differing": differing}, says=says)
