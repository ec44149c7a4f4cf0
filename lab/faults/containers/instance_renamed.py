"""A container stands under another name, stopped: the declared one is missing, the other nobody declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.inventory.complete[meet]", "containers.inventory.declared[environment]")
AWAY = "meet-before"


def inject(lab: Lab) -> None:
    """Stop it and rename it, as before a restoration from a backup that then does not come."""
    lab.incus.change_state("meet", "stop", force=True)
    lab.incus.call("rename", "meet", AWAY)


def heal(lab: Lab) -> None:
    """Give it its name back, and start it."""
    if AWAY in lab.incus.instances():
        lab.incus.call("rename", AWAY, "meet")
    if lab.incus.status("meet") != "Running":
        lab.incus.change_state("meet", "start")
