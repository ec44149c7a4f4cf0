"""A job was left at `running` when its runner died; Forgejo was told nothing since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C4",)
RED = ("alm.runs.none_stuck[alm]",)

LEAVE = """
UPDATE action_task SET updated = updated - 86400
    WHERE id = (SELECT task_id FROM action_run_job WHERE status = 1 ORDER BY id DESC LIMIT 1);
UPDATE action_run_job SET status = 6, updated = updated - 86400
    WHERE id = (SELECT id FROM action_run_job WHERE status = 1 ORDER BY id DESC LIMIT 1);
"""
FINISH = """
UPDATE action_task SET updated = updated + 86400 WHERE id IN (SELECT task_id FROM action_run_job WHERE status = 6);
UPDATE action_run_job SET status = 1, updated = updated + 86400 WHERE status = 6;
"""


def inject(lab: Lab) -> None:
    """Put the newest finished job back to running, as of a day ago."""
    _write(lab, LEAVE)


def heal(lab: Lab) -> None:
    """Give it its status and its time back."""
    _write(lab, FINISH)


def _write(lab: Lab, sql: str) -> None:
    server = lab.env.alm.servers["alm"]
    psql(lab.node("tables"), sql, lab.env.tables.databases[server.database].name)
