"""Vault's keys for MinIO are those of a user who may read what it knows the name of, and list nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D8",)
RED = (
    "drive.bucket.layout[default]",
    "drive.bucket.private[default]",
    "drive.disks.online[drive]",
)
TOUCHES = ("vault",)
PATH, USER = "gbo/drive", "reader"
MAKE = """
set -eu
export PATH=/opt/gbo/bin:$PATH
read -r password
mc admin user add local "$1" "$password" >/dev/null
mc admin policy attach local readonly --user "$1" >/dev/null
"""
REMOVE = 'export PATH=/opt/gbo/bin:$PATH; mc admin user remove local "$1" >/dev/null 2>&1 || :'


def inject(lab: Lab) -> None:
    """Make the user, and write its keys."""
    password = lab.secret("drive/reader")
    lab.node("drive").run("sh", "-c", MAKE, "sh", USER, input=f"{password}\n".encode())
    write(lab, PATH, {**written(lab, PATH), "accesskey": USER, "secret": password})


def heal(lab: Lab) -> None:
    """Write the lab's own, and remove the user."""
    write(lab, PATH, written(lab, PATH))
    lab.node("drive").run("sh", "-c", REMOVE, "sh", USER)
