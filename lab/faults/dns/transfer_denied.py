"""The primary allows transfers to an address that the secondary no longer has: it stays behind from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.dns._coredns import COREFILE, LOAD, RAISED, RESTART, ZONE, follow
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D3",)
RED = (f"dns.secondary.in_sync[{ZONE.name}/dns2]",)
TOUCHES = ("dns",)
_deny, _allow = edited("dns", COREFILE, r"s/to 10\.0\.9\.23/to 10.0.9.99/", RESTART)
_edit, _restore = edited("dns", ZONE.file, RAISED, LOAD)


def inject(lab: Lab) -> None:
    """Deny the transfer, then edit the zone."""
    _deny(lab)
    _edit(lab)


def heal(lab: Lab) -> None:
    """Bring both files back, and the secondary to them."""
    _restore(lab)
    _allow(lab)
    follow(lab)
