"""The live DNAT rule of a published port is gone; the rules file still has it."""

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
    """Delete the rule from the kernel only."""
    rule = network.rule(lab, next(each for each in lab.env.dnats if each.id == "443/tcp"))
    if rule in network.live_rules():
        change = "\n".join(["*nat", rule.replace("-A ", "-D ", 1), "COMMIT", ""])
        run(["iptables-restore", "--noflush"], input=change.encode(), subject="network")


def heal(lab: Lab) -> None:
    """Make what is missing of the network."""
    network.connect(lab)
