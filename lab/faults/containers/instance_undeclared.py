"""An instance stands in the project that nobody declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.inventory.declared[environment]",)
STRAY = "stray"


def inject(lab: Lab) -> None:
    """Make an empty one."""
    lab.incus.call("create", STRAY, "--empty")


def heal(lab: Lab) -> None:
    """Remove it."""
    if STRAY in lab.incus.instances():
        lab.incus.call("delete", "--force", STRAY)
