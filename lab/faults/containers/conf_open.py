"""Everybody may write into the directory of configurations: somebody was in a hurry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.path.layout[vectordb:/opt/gbo/conf]",)
PATH = "/opt/gbo/conf"


def inject(lab: Lab) -> None:
    """As when a tool said "permission denied"."""
    lab.node("vectordb").run("chmod", "777", PATH)


def heal(lab: Lab) -> None:
    """Give the mode back."""
    lab.node("vectordb").run("chmod", "755", PATH)
