"""No audit device of Vault can write: it says that it is healthy, and refuses every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1a",)
RED = ("containers.disk.free[vault]", "vault.health.active[vault]")
LOGS = "/opt/gbo/logs"


def inject(lab: Lab) -> None:
    """Lay a file system without room over the folder of its audit log, and have it open the log anew."""
    node = lab.node("vault")
    node.run("mount", "-t", "tmpfs", "-o", "size=4k,mode=0755", "tmpfs", LOGS)
    node.run("sh", "-c", f"head -c 4096 /dev/zero > {LOGS}/full")
    node.run("systemctl", "reload", "vault")


def heal(lab: Lab) -> None:
    """Take it away, and have the log opened once more."""
    node = lab.node("vault")
    while node.run("mountpoint", "-q", LOGS, check=False).status == 0:
        node.run("umount", "-l", LOGS)
    node.run("systemctl", "reload", "vault")
