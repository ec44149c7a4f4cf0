"""The path of one bot's own mailbox was deleted: BotServer takes the next level without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import vault, write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = ("vault.secret.resolution[default-email]",)
NAME = "default-email"


def inject(lab: Lab) -> None:
    """Delete it."""
    vault(lab, "kv", "delete", f"-mount={lab.env.vault.servers['vault'].mount}", _path(lab))


def heal(lab: Lab) -> None:
    """Write it again."""
    write(lab, _path(lab), written(lab, _path(lab)))


def _path(lab: Lab) -> str:
    return lab.env.vault.levels(lab.env.vault.resolutions[NAME])["bot"]
