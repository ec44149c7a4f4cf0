"""A bot's config.csv was deleted from its bucket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.drive._upload import restore

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D8",)
RED = ("drive.bucket.layout[default]",)
TOUCHES = ("drive", "tables")
PATH = "default.gbai/default.gbot/config.csv"


def inject(lab: Lab) -> None:
    """Delete it."""
    lab.node("drive").run(lab.env.drive.servers["drive"].client, "--quiet", "rm", f"local/{PATH}")


def heal(lab: Lab) -> None:
    """Upload it again."""
    restore(lab, PATH)
