"""A container is frozen: it exists, its address answers pings, and no process in it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.instance.running[llm]",)


def inject(lab: Lab) -> None:
    """Freeze it."""
    lab.incus.change_state("llm", "freeze")


def heal(lab: Lab) -> None:
    """Let it go on, unless somebody has."""
    if lab.incus.status("llm") == "Frozen":
        lab.incus.change_state("llm", "unfreeze")
