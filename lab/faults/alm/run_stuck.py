"""A job was left at `running` when its runner died; Forgejo was told nothing since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.alm._forgejo import write

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C4",)
RED = ("alm.runs.none_stuck[alm]",)
TOUCHES = ("tables",)

LEAVE = """
UPDATE action_task SET updated = updated - 86400
    WHERE id = (SELECT task_id FROM action_run_job WHERE status = 1 ORDER BY id DESC LIMIT 1);
UPDATE action_run_job SET status = 6, updated = updated - 86400
    WHERE id = (SELECT id FROM action_run_job WHERE status = 1 ORDER BY id DESC LIMIT 1);
"""
FINISH = """
UPDATE action_task SET updated = updated + 86400 WHERE updated < created;
UPDATE action_run_job SET status = 1, updated = updated + 86400 WHERE updated < created;
"""
"""By the time, which is before it began: a repair may have given it its status already."""


def inject(lab: Lab) -> None:
    """Put the newest finished job back to running, as of a day ago."""
    write(lab, LEAVE)


def heal(lab: Lab) -> None:
    """Give it its status and its time back."""
    write(lab, FINISH)
