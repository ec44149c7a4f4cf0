"""The notice of a new serial got lost on its way to the secondary, which by the zone looks for itself once a day."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.faults.dns._coredns import LOAD, ZONE, follow
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D3",)
RED = (f"dns.secondary.in_sync[{ZONE.name}/dns2]",)
TOUCHES = ("dns",)
TOLD = 8.0
"""Seconds in which CoreDNS gives a notice three times, and gives up."""
DROP = ("INPUT", "-p", "udp", "--dport", "53", "-s")
DAILY = r"s/([0-9]{8})[0-9]{2} ; serial/\1%s ; serial/; s/^( +)60( +; refresh)/\186400\2/"
_rarely, _restore = edited("dns", ZONE.file, DAILY % 97, LOAD)
_raise, _ = edited("dns", ZONE.file, DAILY % 98, LOAD)


def inject(lab: Lab) -> None:
    """Let the secondary look once a day; then edit the zone while no notice arrives."""
    _rarely(lab)
    follow(lab)
    secondary, rule = lab.node("dns2"), (*DROP, lab.node("dns").address, "-j", "DROP")
    secondary.run("iptables", "-w", "-I", *rule)
    try:
        _raise(lab)
        time.sleep(TOLD)
    finally:
        secondary.run("iptables", "-w", "-D", *rule)


def heal(lab: Lab) -> None:
    """Bring the zone back, and the secondary to it."""
    _restore(lab)
    follow(lab)
