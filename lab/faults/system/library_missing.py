"""An upgrade took a library away that BotServer's program needs; the one that runs goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3b",)
RED = ("system.botserver.runnable[system:botserver]",)
LIBRARY = "/lib/x86_64-linux-gnu/libexpat.so.1"
AWAY = 'test ! -e "$1" || mv "$1" "$1.fault"'
BACK = 'test ! -e "$1.fault" || mv "$1.fault" "$1"'


def inject(lab: Lab) -> None:
    """Take it away."""
    lab.node("system").run("sh", "-c", AWAY, "sh", LIBRARY)


def heal(lab: Lab) -> None:
    """Give it back."""
    lab.node("system").run("sh", "-c", BACK, "sh", LIBRARY)
