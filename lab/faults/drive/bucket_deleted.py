"""Somebody deleted a bot's bucket with all that was in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components import drive
from lab.faults.system._botserver import compile_anew

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D8",)
RED = ("drive.bucket.present[default]",)
TOUCHES = ("drive",)


def inject(lab: Lab) -> None:
    """Delete it."""
    client = lab.env.drive.servers["drive"].client
    lab.node("drive").run(client, "--quiet", "rb", "--force", "local/default.gbai")


def heal(lab: Lab) -> None:
    """Make it again with the lab's files, and compile: what was compiled before is older than what came anew."""
    drive.configure(lab, lab.node("drive"))
    compile_anew(lab)
