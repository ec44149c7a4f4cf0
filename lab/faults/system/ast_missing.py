"""Somebody cleared the compiled scripts and did not restart: DriveMonitor takes them for compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.system._botserver import SCRIPT, compile_anew

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E12",)
RED = ("system.basic.compiled[default]",)


def inject(lab: Lab) -> None:
    """Remove it."""
    lab.node("system").run("rm", "-f", f"{SCRIPT}.ast")


def heal(lab: Lab) -> None:
    """Compile it."""
    compile_anew(lab)
