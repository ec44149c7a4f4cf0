"""A unit runs and would not come back after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3",)
RED = ("containers.service.enabled[meet:livekit]",)


def inject(lab: Lab) -> None:
    """Disable it, without stopping it."""
    lab.node("meet").run("systemctl", "disable", "--quiet", "livekit")


def heal(lab: Lab) -> None:
    """Enable it."""
    lab.node("meet").run("systemctl", "enable", "--quiet", "livekit")
