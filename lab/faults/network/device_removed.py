"""The proxy device that publishes LiveKit was removed from its container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components import meet

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.device.present[7880/tcp]",)
TOUCHES = ("host",)


def inject(lab: Lab) -> None:
    """Remove it."""
    meet.withdraw(lab)


def heal(lab: Lab) -> None:
    """Add it again."""
    meet.publish(lab)
