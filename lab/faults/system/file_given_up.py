"""A script with an error failed five times: DriveMonitor never looks at it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import BOTSERVER, psql
from lab.faults.drive._upload import restore, upload
from lab.faults.system._botserver import compile_anew

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D7",)
RED = ("system.drivemonitor.synced[default]",)
TOUCHES = ("drive", "tables")
PATH = "default.gbai/default.gbdialog/start.bas"
BROKEN = b'IF name = "Ada" THEN\n    TALK "Hello, Ada."\n'
OFTEN = f"UPDATE drive_files SET fail_count = 5 WHERE file_path = '{PATH}'"


def inject(lab: Lab) -> None:
    """Upload it; after its first failure the other four are counted at once, which spares a minute."""
    upload(lab, PATH, BROKEN)
    psql(lab.node("tables"), OFTEN, BOTSERVER)


def heal(lab: Lab) -> None:
    """Upload a good one, let DriveMonitor look again, and compile: what was compiled before the fault is older."""
    restore(lab, PATH)
    compile_anew(lab)
