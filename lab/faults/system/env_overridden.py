"""A drop-in of somebody's loads an old .env behind the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.system._botserver import restart

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E14", "D9")
RED = ("system.env.loaded[system:botserver]",)
DROP_IN = "/etc/systemd/system/botserver.service.d/old.conf"
OLD = "/opt/gbo/bin/.env.old"


def inject(lab: Lab) -> None:
    """Lay both files down, and restart."""
    node = lab.node("system")
    node.run("mkdir", "-p", DROP_IN.rpartition("/")[0])
    node.push(OLD, b"DATA_DIR=/opt/gbo/data/\n", 0o640)
    node.push(DROP_IN, f"[Service]\nEnvironmentFile={OLD}\n".encode(), 0o644)
    node.run("systemctl", "daemon-reload")
    restart(lab)


def heal(lab: Lab) -> None:
    """Take both away, and restart."""
    node = lab.node("system")
    node.run("rm", "-rf", DROP_IN.rpartition("/")[0], OLD)
    node.run("systemctl", "daemon-reload")
    restart(lab)
