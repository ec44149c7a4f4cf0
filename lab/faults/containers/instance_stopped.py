"""A container is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.instance.running[vectordb]",)


def inject(lab: Lab) -> None:
    """Stop it, as a host under pressure would."""
    lab.incus.change_state("vectordb", "stop", force=True)


def heal(lab: Lab) -> None:
    """Start it, unless somebody has; its unit comes back by itself."""
    if lab.incus.status("vectordb") != "Running":
        lab.incus.change_state("vectordb", "start")
