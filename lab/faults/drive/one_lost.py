"""One of MinIO's four drives is lost: a file lies where its folder was; everything is still served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.drive import DRIVES
from lab.faults.drive.drive_lost import FIND

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D8",)
RED = ("drive.disks.online[drive]",)
LOSE = """
set -eu
systemctl stop minio
test -e "$1.fault" || mv "$1" "$1.fault"
touch "$1"
systemctl start minio
"""
"""A file is in its place: an empty folder would be healed within seconds."""


def inject(lab: Lab) -> None:
    """Take one away."""
    lab.node("drive").run("sh", "-c", LOSE, "sh", DRIVES[3], timeout=60)


def heal(lab: Lab) -> None:
    """Bring it back; what was written meanwhile is healed by MinIO."""
    lab.node("drive").run("sh", "-c", FIND, "sh", DRIVES[3], timeout=60)
