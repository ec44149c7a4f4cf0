"""The file system of MinIO's data is read-only, as the kernel makes one after an error: health answers as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.disk.free[drive]",)
PLACE = "/opt/gbo/data"
SHUT = """
mountpoint -q "$1" || mount --bind "$1" "$1"
mount -o remount,ro,bind "$1"
"""
OPEN = 'while mountpoint -q "$1"; do umount "$1"; done'


def inject(lab: Lab) -> None:
    """Mount the folder over itself, and that read-only."""
    lab.node("drive").run("sh", "-c", SHUT, "sh", PLACE)


def heal(lab: Lab) -> None:
    """Take the mount away."""
    lab.node("drive").run("sh", "-c", OPEN, "sh", PLACE)
