"""A program was replaced on disk, and its unit not restarted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.vectordb import COMPONENT

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3",)
RED = ("system.process.current[vectordb:qdrant]",)
REPLACE = """
set -eu
program=$(readlink -f "/proc/$(systemctl show --property=MainPID --value qdrant)/exe")
cp -p "$program" "$program.new"
mv "$program.new" "$program"
"""


def inject(lab: Lab) -> None:
    """Put a copy in its place."""
    lab.node("vectordb").run("sh", "-c", REPLACE)


def heal(lab: Lab) -> None:
    """Restart the unit."""
    node = lab.node("vectordb")
    node.run("systemctl", "restart", "qdrant")
    await_answer(lambda: COMPONENT.ready(lab, node) if COMPONENT.ready else None)
