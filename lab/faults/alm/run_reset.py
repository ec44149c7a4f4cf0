"""A run was reset as the guide says: everything of it is at status 0, where nothing picks it up or cleans it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.alm._forgejo import write

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C4",)
RED = ("alm.runs.none_stuck[alm]",)
TOUCHES = ("tables",)
SET = """
UPDATE action_task SET status = {status}, updated = updated {sign} 86400 WHERE updated {when} AND id IN (
    SELECT task_id FROM action_run_job WHERE run_id = (SELECT max(id) FROM action_run));
UPDATE action_run_job SET status = {status}, updated = updated {sign} 86400 WHERE updated {when}
    AND run_id = (SELECT max(id) FROM action_run);
UPDATE action_run SET status = {status}, updated = updated {sign} 86400 WHERE updated {when}
    AND id = (SELECT max(id) FROM action_run);
"""
"""What ended is moved by a day to before it began, and back."""


def inject(lab: Lab) -> None:
    """Reset the newest one, a day ago."""
    write(lab, SET.format(status=0, sign="-", when=">= created"))


def heal(lab: Lab) -> None:
    """Give it its status and its time back."""
    write(lab, SET.format(status=1, sign="+", when="< created"))
