from __future__ import annotations

from fixtures.expectations.dns import Zone
from fixtures.facts.dns import DnsFacts
from fixtures.parsers.serial import fault
from fixtures.verdict import needs
from fixtures.verdict.check import check


@check(
    "dns.serial.format",
    each=lambda env: env.dns.zones.values(),
    severity="medium",
    needs=(needs.on("dns.zone.valid"),),
)
def test_serial_format(expected: Zone, dns: DnsFacts) -> None:
    """The zone file's serial is a day that has begun and a number, or what else is declared for the zone.

    Why: secondaries ignore a serial that is not higher: one from the future blocks every change until that day.
    Fix: today's date and a number (YYYYMMDDNN), higher than the serial that is served.
    Source: guide, DNS management "Critical Rules" 1.
    """
    serial = dns.zone_file(expected).serial
    assert serial is not None, f"{expected.file}: no serial"
    wrong = fault(serial, expected.serial_format)
    assert not wrong, f"{expected.file}: serial {serial} {wrong}"


@check(
    "dns.serial.served",
    each=lambda env: env.dns.zones.values(),
    severity="high",
    needs=(
        needs.on("dns.zone.valid"),
        needs.name_server,
    ),
)
def test_serial_served(expected: Zone, dns: DnsFacts) -> None:
    """The name server serves the serial that the zone file has.

    Why: an edit that was not loaded helps nobody; the guide's `pkill -HUP coredns` loads nothing.
    Fix: `pkill -USR1 -x coredns`, or wait a minute when only the serial was raised.
    Source: guide, DNS management "Reload CoreDNS"; ground truth A1.
    """
    written, served = dns.zone_file(expected).serial, dns.served(expected)
    assert served == written, f"{expected.name}: expected the file's serial {written}, found {served} served"
