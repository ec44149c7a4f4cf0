"""The zone's serial is of a day to come: no change gets through until then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.dns._coredns import LOAD, ZONE, follow
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D1",)
RED = (f"dns.serial.format[{ZONE.name}]",)
TOUCHES = ("dns2",)
_edit, _restore = edited("dns", ZONE.file, "s/[0-9]{10} ; serial/2099123101 ; serial/", LOAD)


def inject(lab: Lab) -> None:
    """Write the serial, and let both name servers serve it."""
    _edit(lab)
    lab.node("dns").run(lab.env.dns.sync_script)


def heal(lab: Lab) -> None:
    """Bring the serial of today back to both."""
    _restore(lab)
    follow(lab)
