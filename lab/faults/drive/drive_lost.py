"""The folder of MinIO's only drive is gone, as after a lost mount; its process runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.drive import FOLDER

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("drive.health.quorum[drive]",)

LOSE = 'set -eu; test -e "$1.fault" || mv "$1" "$1.fault"'
FIND = """
set -eu
test -e "$1.fault" || exit 0
systemctl stop minio
rm -rf "$1"
mv "$1.fault" "$1"
systemctl start minio
"""


def inject(lab: Lab) -> None:
    """Move the folder away under the running process, which makes an empty one in its place."""
    lab.node("drive").run("sh", "-c", LOSE, "sh", FOLDER)


def heal(lab: Lab) -> None:
    """Bring it back while MinIO is down, so that nothing writes into the empty one."""
    lab.node("drive").run("sh", "-c", FIND, "sh", FOLDER)
