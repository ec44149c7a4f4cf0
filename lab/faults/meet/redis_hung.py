"""The Redis that LiveKit keeps its nodes in hangs: LiveKit answers that it is not ready."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.components.meet import REDIS

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("meet.server.ready[meet]",)
PATIENCE = 6
"""Seconds until LiveKit's own statistics are too old; its limit is 4."""


def inject(lab: Lab) -> None:
    """Stop its process with a signal, and wait until LiveKit notices."""
    lab.node("meet").run("systemctl", "kill", "--signal=STOP", REDIS)
    time.sleep(PATIENCE)


def heal(lab: Lab) -> None:
    """Let it go on."""
    lab.node("meet").run("systemctl", "kill", "--signal=CONT", REDIS)
