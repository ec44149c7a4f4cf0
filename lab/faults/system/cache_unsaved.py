"""Valkey's folder is root's, as after a restore: since a save failed it refuses PING as well."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.components.valkey import client
from lab.errors import LabError

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("system.valkey.answers[valkey]",)
FOLDER = "/opt/gbo/data/valkey"
PATIENCE = 10.0


def inject(lab: Lab) -> None:
    """Give the folder to root, and let it save as it does by itself."""
    _save(lab, "root", "err")


def heal(lab: Lab) -> None:
    """Give it back, and let it save."""
    _save(lab, "valkey", "ok")


def _save(lab: Lab, owner: str, result: str) -> None:
    lab.node("system").run("chown", f"{owner}:{owner}", FOLDER)
    until = time.monotonic() + PATIENCE
    with client(lab) as valkey:
        valkey.bgsave()
        while valkey.info("persistence")["rdb_last_bgsave_status"] != result:
            if time.monotonic() > until:
                raise LabError(f"valkey: its save did not end with {result!r} within {PATIENCE:g} s")
            time.sleep(0.1)
