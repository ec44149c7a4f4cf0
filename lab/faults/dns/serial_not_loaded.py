"""The zone was edited with a new serial, and the name server does not look: reload is off in its Corefile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.dns._coredns import COREFILE, RAISED, RESTART, ZONE, follow
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D2",)
RED = (f"dns.serial.served[{ZONE.name}]",)
TOUCHES = ("dns2",)
_switch_off, _switch_on = edited("dns", COREFILE, "s/reload 10s/reload 0/", RESTART)
_edit, _restore = edited("dns", ZONE.file, RAISED, ":")


def inject(lab: Lab) -> None:
    """Switch the reload off, then edit."""
    _switch_off(lab)
    _edit(lab)


def heal(lab: Lab) -> None:
    """Bring the old zone and the reload back, to the secondary as well: a repair may have served the new one."""
    _restore(lab)
    _switch_on(lab)
    follow(lab)
