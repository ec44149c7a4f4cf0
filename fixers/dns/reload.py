"""Have CoreDNS read the zone anew."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.containers.restart_unit import unit_behind
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations import Environment
from fixtures.expectations.dns import Zone


@remedy(
    "dns.reload",
    heals="dns.serial.served",
    row="DNS management: reload CoreDNS",
    symptom="the zone file has another serial than the name server serves",
    risk="safe",
    right="systemctl in the container",
    settle=20.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """The guide's SIGHUP is ignored by CoreDNS; SIGUSR1 reads Corefile and zones anew, and stops nothing.

    A zone that cannot be read is no case for it (dns.zone.valid stands before): the old one would serve on.
    """
    yield reload(finding.expected, finding.env)


def reload(zone: Zone, env: Environment) -> Command:
    """The signal, to the unit behind the name server that reads the zone's file."""
    server = env.dns.servers[zone.server]
    listeners = env.containers[server.container].listeners.values()
    unit = unit_behind(next(each for each in listeners if each.port == server.port), env)
    instance = env.containers[unit.container].instance
    return Command("read the zone anew", instance, ("systemctl", "kill", "--signal=SIGUSR1", unit.name))
