"""PostgreSQL hangs: its connections are taken by the kernel, and nobody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("containers.port.answers[tables:5432]",)


def inject(lab: Lab) -> None:
    """Stop all its processes."""
    lab.node("tables").run("pkill", "-STOP", "-u", "postgres", "-x", "postgres")


def heal(lab: Lab) -> None:
    """Let them go on."""
    lab.node("tables").run("pkill", "-CONT", "-u", "postgres", "-x", "postgres")
