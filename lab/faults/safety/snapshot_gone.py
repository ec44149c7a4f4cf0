"""The nightly snapshot of a container was deleted, and no other is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.instances import snapshots

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("safety.snapshots.recent[dns2]",)


def inject(lab: Lab) -> None:
    """Delete it."""
    snapshots.remove(lab.incus, "dns2")


def heal(lab: Lab) -> None:
    """Make one."""
    snapshots.ensure(lab.incus, "dns2")
