"""A run was left at `running` although all its jobs have ended: neither Cancel nor a restart of Forgejo ends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.alm._forgejo import write

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C4",)
RED = ("alm.runs.consistent[alm]",)
TOUCHES = ("tables",)

LEAVE = """
UPDATE action_run SET status = 6, updated = updated - 90000
    WHERE status = 1 AND id = (SELECT max(id) FROM action_run);
UPDATE action_run_job SET updated = updated - 90000 WHERE run_id = (SELECT max(id) FROM action_run WHERE status = 6);
UPDATE action_task SET updated = updated - 90000 WHERE job_id IN (
    SELECT id FROM action_run_job WHERE run_id = (SELECT max(id) FROM action_run WHERE status = 6));
"""
FINISH = """
UPDATE action_task SET updated = updated + 90000 WHERE updated < created;
UPDATE action_run_job SET updated = updated + 90000 WHERE updated < created;
UPDATE action_run SET status = 1, updated = updated + 90000 WHERE updated < created;
"""
"""By the time, which is before it began: a repair may have given it its status already."""


def inject(lab: Lab) -> None:
    """Leave the newest one so, as of yesterday."""
    write(lab, LEAVE)


def heal(lab: Lab) -> None:
    """Give it its status and its time back."""
    write(lab, FINISH)
