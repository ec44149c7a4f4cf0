"""The host passes no packets on: the setting was lost with a restart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.forwarding.enabled[host]",)
TOUCHES = ("host",)
SETTING = Path("/proc/sys/net/ipv4/ip_forward")


def inject(lab: Lab) -> None:  # noqa: ARG001 - the host is one
    """Turn it off."""
    SETTING.write_text("0\n")


def heal(lab: Lab) -> None:  # noqa: ARG001
    """Turn it on."""
    SETTING.write_text("1\n")
