"""Somebody made a bot's bucket public for a download, and everybody may list it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D8",)
RED = ("drive.bucket.private[default]",)
TOUCHES = ("drive",)


def inject(lab: Lab) -> None:
    """As the client's own word for it does."""
    _set(lab, "download")


def heal(lab: Lab) -> None:
    """Close it again."""
    _set(lab, "none")


def _set(lab: Lab, policy: str) -> None:
    client = lab.env.drive.servers["drive"].client
    lab.node("drive").run(client, "--quiet", "anonymous", "set", policy, "local/default.gbai")
