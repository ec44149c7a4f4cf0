"""A script wrote a Unix time as the zone's serial: lower than YYYYMMDDNN, so that the secondary does not follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.dns._coredns import LOAD, ZONE, follow
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D1", "D3")
RED = (f"dns.serial.format[{ZONE.name}]", f"dns.secondary.in_sync[{ZONE.name}/dns2]")
inject, _restore = edited("dns", ZONE.file, "s/[0-9]{10} ; serial/1764089999 ; serial/", LOAD)


def heal(lab: Lab) -> None:
    """Bring the serial back to both."""
    _restore(lab)
    follow(lab)
