from __future__ import annotations

from fixtures.expectations.dns import Zone
from fixtures.facts.dns import DnsFacts
from fixtures.parsers.serial import fault
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


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
    Source: guide, DNS management "serial number"; ground truth 1.
    """
    serial = dns.zone_file(expected).serial
    right = Such(expected.serial_format, lambda serial: not fault(serial, expected.serial_format))
    says = f"serial {serial} {fault(serial, expected.serial_format)}" if serial else "no serial"
    assert_matches(expected, {"serial": right}, {"serial": serial}, says=f"{expected.file}: {says}")


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
    Source: guide, DNS management "Update serial", "Reload CoreDNS"; ground truth A1.
    Instead: DNS management "Reload CoreDNS": SIGHUP is ignored, and pkill says 0 all the same (SIGUSR1 reloads); the
    serial is asked over the wire.
    """
    written, served = dns.zone_file(expected).serial, dns.served(expected)
    says = f"{expected.name}: expected the file's serial {written}, found {served} served"
    assert_matches(expected, {"serial": written}, {"serial": served}, says=says)
