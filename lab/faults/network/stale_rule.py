"""A rule for the external address itself, from before a move, stands in front of the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run
from lab.network import outside as network

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.nat.live[443/tcp]",)
TOUCHES = ("host",)


def inject(lab: Lab) -> None:
    """Send 443 to another container first."""
    run(["iptables", "-w", "5", "-t", "nat", "-I", "PREROUTING", "1", *_rule(lab)], subject="network")


def heal(lab: Lab) -> None:
    """Take it out again."""
    while run(["iptables", "-w", "5", "-t", "nat", "-D", "PREROUTING", *_rule(lab)], check=False).status == 0:
        pass
    network.connect(lab)


def _rule(lab: Lab) -> list[str]:
    here, there = f"{lab.env.network.external_address}/32", f"{lab.addresses['alm']}:4747"
    return ["-d", here, "-p", "tcp", "--dport", "443", "-j", "DNAT", "--to-destination", there]
