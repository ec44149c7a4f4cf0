"""A container does not start with the host."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.instance.autostart[vectordb]",)


def inject(lab: Lab) -> None:
    """As somebody does for a maintenance, and forgets."""
    lab.incus.set_config("vectordb", "boot.autostart", "false")


def heal(lab: Lab) -> None:
    """Let it start again."""
    lab.incus.set_config("vectordb", "boot.autostart", "true")
