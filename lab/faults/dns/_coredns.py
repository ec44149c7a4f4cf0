"""What the faults of CoreDNS have in common: its files, and how it is made to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._coredns import COREFILE
from lab.expected import environment

if TYPE_CHECKING:
    from lab.site import Lab

_ENV = environment()
ZONE = _ENV.dns.zones["base"]
_SERVES = f"{_ENV.paths.bin}/soa-serial {ZONE.name} {{}} --file {ZONE.file} --wait 20"
_LISTENS = "for try in $(seq 200); do ss -Hlun 'sport = 53' | grep -q . && break; sleep 0.1; done"
LOAD = f"pkill -USR1 -x coredns; {_SERVES.format('127.0.0.1')}"
"""Read the zone anew, and wait until its serial is served."""
RESTART = f"systemctl restart coredns; {_LISTENS}"
"""Read the Corefile anew, and wait until it listens."""
RAISED = r"s/([0-9]{8})[0-9]{2} ; serial/\198 ; serial/"
"""A higher serial of the same day."""

__all__ = ["COREFILE", "LOAD", "RAISED", "RESTART", "ZONE", "follow"]


def follow(lab: Lab) -> None:
    """Let the secondary transfer the zone anew: it never goes back to a lower serial by itself."""
    secondary = lab.node("dns2")
    secondary.run("sh", "-c", RESTART)
    lab.node("dns").run("sh", "-c", _SERVES.format(secondary.address))
