"""Take the zones to a secondary name server that stayed behind."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations.dns import Replica
from fixtures.parsers import serial


def follows(finding: Finding) -> bool:
    """Whether the secondary would take what the primary has: its serial is older, or it has no zone."""
    replica: Replica = finding.expected
    found = finding.facts.dns.comparison(replica)
    if found.primary is None or found.secondary is None:
        return found.primary is not None
    return serial.newer(found.primary, than=found.secondary)


@remedy(
    "dns.sync_zones",
    heals="dns.secondary.in_sync",
    row="DNS management: run sync-zones.sh to propagate to secondary nameservers",
    symptom="a secondary name server has an older serial than the primary, or no zone",
    risk="safe",
    right="run the site's sync-zones.sh",
    settle=30.0,
    when=follows,
)
def plan(finding: Finding) -> Iterator[Step]:
    """The site's own script, as the guide says. With the same serial, or a newer one, no secondary takes anything."""
    replica: Replica = finding.expected
    room = finding.env.dns
    instance = finding.env.containers[room.sync_container].instance if room.sync_container else None
    if not finding.facts.dns.sync_script():
        where = f"in {instance}" if instance else "on the host"
        raise RemedyRefused(
            f"{room.sync_script} is not {where}: bring it back, or say where it is (dns.sync_container)"
        )
    what = f"take {replica.zone.name} to {replica.secondary.name}, which never goes back to an older serial"
    yield Command(what, instance, (room.sync_script,), timeout=150.0)
