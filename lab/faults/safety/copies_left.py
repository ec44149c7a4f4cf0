"""Every change left its copy of the .env in /tmp, the first of them in summer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("safety.backups.bounded[vectordb]",)
COPY = "/tmp/config.yaml.2026060{}120000"


def inject(lab: Lab) -> None:
    """Six copies, each with its time."""
    for day in range(1, 7):
        lab.node("vectordb").run("touch", "-d", f"2026-06-0{day}", COPY.format(day))


def heal(lab: Lab) -> None:
    """Remove them."""
    lab.node("vectordb").run("rm", "-f", *map(COPY.format, range(1, 7)))
