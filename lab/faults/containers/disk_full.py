"""The file system for backups is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.disk.free[vectordb]",)
PLACE = "/opt/gbo/backup"
FILL = """
mkdir -p "$1"
mountpoint -q "$1" || mount -t tmpfs -o size=1m backup "$1"
head -c 2M /dev/zero > "$1/full" || :
"""
REMOVE = 'mountpoint -q "$1" || exit 0\numount "$1"\nrmdir "$1"\n'


def inject(lab: Lab) -> None:
    """Mount a small one, and write until it refuses."""
    lab.node("vectordb").run("sh", "-c", FILL, "sh", PLACE)


def heal(lab: Lab) -> None:
    """Take it away."""
    lab.node("vectordb").run("sh", "-c", REMOVE, "sh", PLACE)
