"""Give a zone a serial that everybody takes for a newer one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from fixers.dns.reload import reload
from fixers.dns.sync_zones import follows
from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import FileEdit, Step
from fixtures.expectations.dns import Replica, Zone
from fixtures.facts.cache import Facts
from fixtures.parsers import serial
from fixtures.texts import many


@remedy(
    "dns.bump_serial",
    heals=("dns.serial.format", "dns.zone.served", "dns.secondary.in_sync"),
    row="DNS management: update serial number in SOA record (YYYYMMDDNN)",
    symptom="the zone was edited without a new serial, or its serial is no day and number, or one that nobody takes",
    risk="data",
    right="write the zone file, systemctl in the container",
    settle=30.0,
    when=lambda finding: not isinstance(finding.expected, Replica) or not follows(finding),
)
def plan(finding: Finding) -> Iterator[Step]:
    """Higher than the file's, the server's and every secondary's: a secondary never goes back by itself."""
    expected, facts = finding.expected, finding.facts
    zone: Zone = expected.zone if isinstance(expected, Replica) else expected
    written = facts.dns.zone_file(zone).serial
    text = facts.dns.read_lossy(zone.container, zone.file) or ""
    lines = [line for line in text.splitlines() if re.search(rf"(?<!\d){written}(?!\d)", line.partition(";")[0])]
    if len(lines) != 1:
        raise RemedyRefused(
            f"{zone.file} has {many(len(lines), 'line')} with {written}: which one is the serial is for a person"
        )
    new = next_after(zone, _highest(finding, zone, written or 0))
    raised = re.sub(rf"(?<!\d){written}(?!\d)", str(new), lines[0], count=1)
    instance = finding.env.containers[zone.container].instance
    yield FileEdit(f"raise the serial to {new}", instance, zone.file, ((lines[0], raised),))
    yield reload(zone, finding.env)


def _highest(finding: Finding, zone: Zone, written: int) -> int:
    facts: Facts = finding.facts
    replicas = (each for each in finding.env.dns.replicas if each.zone.id == zone.id)
    others = [facts.dns.served(zone), *(facts.dns.serial(each.secondary, zone.name) for each in replicas)]
    return max(written, *(each or 0 for each in others))


def next_after(zone: Zone, highest: int) -> int:
    """The serial after the highest, today's first where that is higher.

    Raises:
        RemedyRefused: none that is right would be higher.
    """
    if zone.serial_format == "unix":
        raise RemedyRefused(f"{zone.file} is written by a program that signs it: have that write it anew")
    today = int(f"{dt.datetime.now(dt.UTC):%Y%m%d}00") if zone.serial_format == "YYYYMMDDNN" else 0
    new = max(today, highest + 1)
    if wrong := serial.fault(new, zone.serial_format):
        raise RemedyRefused(
            f"somebody has {highest} already, and {new} {wrong}: take the zone from each secondary, then start anew"
        )
    return new
