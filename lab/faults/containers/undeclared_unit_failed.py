"""A unit that nobody declared has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3",)
RED = ("containers.units.none_failed[meet]",)
UNIT = "nightly-backup"


def inject(lab: Lab) -> None:
    """Run one that fails."""
    lab.node("meet").run("systemd-run", "--quiet", "--wait", f"--unit={UNIT}", "false", check=False)


def heal(lab: Lab) -> None:
    """Forget its failure."""
    lab.node("meet").run("systemctl", "reset-failed", UNIT, check=False)
