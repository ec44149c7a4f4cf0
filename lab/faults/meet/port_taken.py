"""Another process holds LiveKit's port, so that LiveKit cannot start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.unit import red

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E8",)
RED = red("meet", "livekit")

TAKE = """
systemctl stop livekit
systemd-run --quiet --unit=fault-port nc -lk -p 7880
systemctl start livekit
exit 0
"""
GIVE_BACK = """
systemctl stop fault-port 2>/dev/null
systemctl reset-failed livekit 2>/dev/null
systemctl start livekit
"""


def inject(lab: Lab) -> None:
    """Stop the unit, take its port, and let it try to start."""
    lab.node("meet").run("sh", "-c", TAKE)


def heal(lab: Lab) -> None:
    """Let go of the port, and start the unit."""
    lab.node("meet").run("sh", "-c", GIVE_BACK)
