"""Let the host pass packets on again."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step

SETTING = "net.ipv4.ip_forward"


@remedy(
    "network.forwarding",
    heals="network.forwarding.enabled",
    row="NAT port forwarding: external ports DNAT to container IPs",
    symptom="the kernel passes no packets on: nothing that is published is reached, and no container reaches out",
    risk="network",
    right="sysctl on the host",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """For the kernel that runs; a line in /etc/sysctl.d/ makes it last, and is for whoever took it out.

    A rule that drops is somebody's firewall: it is named, and left alone.
    """
    if finding.facts.network.forwarding():
        rules = "; ".join(finding.facts.network.dropping())
        raise RemedyRefused(f"the setting is right, and a firewall is nobody's to open but its owner's: {rules}")
    argv, back = ("sysctl", "-w", f"{SETTING}=1"), ("sysctl", "-w", f"{SETTING}=0")
    yield Command("pass packets on", None, argv, back=back)
