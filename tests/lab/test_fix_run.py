"""A run of CI whose task died, with all its rows as a runner leaves them."""

from __future__ import annotations

from pathlib import Path

from fixers import execution
from fixers.finding import Finding
from fixers.hands import Hands
from fixers.journal import Journal
from fixers.remedy import Remedy, chosen
from fixtures.access.kinds import access_by
from fixtures.facts.cache import Facts
from fixtures.verdict.outcome import Outcome, Verdict
from fixtures.verdict.register import resolve
from lab.faults.alm._forgejo import write
from lab.site import Lab

NEWEST = "(SELECT max(id) FROM action_task)"
DIED = f"""
UPDATE action_task_step SET status = 6, stopped = 0 WHERE task_id = {NEWEST};
UPDATE action_task SET status = 6, stopped = 0, updated = updated - 86400 WHERE id = {NEWEST};
UPDATE action_run_job SET status = 6, stopped = 0, updated = updated - 86400 WHERE task_id = {NEWEST};
UPDATE action_run SET status = 6, stopped = 0, updated = updated - 86400 WHERE id = (SELECT max(id) FROM action_run);
"""
ENDED = DIED.replace("= 6", "= 1").replace("stopped = 0,", "stopped = updated + 86400,").replace("- 86400", "+ 86400")
STATUSES = f"""
SELECT (SELECT status FROM action_run ORDER BY id DESC LIMIT 1),
    (SELECT status FROM action_run_attempt ORDER BY id DESC LIMIT 1), job.status, task.status, max(step.status)
FROM action_task AS task JOIN action_run_job AS job ON job.task_id = task.id
    JOIN action_task_step AS step ON step.task_id = task.id
WHERE task.id = {NEWEST} GROUP BY job.status, task.status
"""


def test_a_dead_task_ends_with_its_steps_job_and_run(lab: Lab, tmp_path: Path) -> None:
    """In one process, at once: Forgejo itself looks every five minutes, and would end it, too."""
    here = Journal(tmp_path / "journal.jsonl")
    access = access_by(lab.env.access)
    facts = Facts(lab.env, access)
    hands = Hands(access, facts)

    def statuses() -> str:
        return hands.psql("tables", "postgres", 5432, "PROD-ALM", STATUSES).strip()

    try:
        write(lab, DIED)
        outcome = Outcome(*resolve(lab.env, "alm.runs.none_stuck[alm]"), Verdict.FAILED)
        finding = Finding(outcome, lab.env, facts)
        healer = chosen(finding)
        assert isinstance(healer, Remedy)
        attempt = execution.begin(healer.plan(finding), "found", here)
        assert statuses() == "6|6|6|6|6"
        execution.carry_out(attempt, hands, here)
        assert statuses() == "3|3|3|3|3"
        assert [each.ok for each in execution.undo(attempt, hands, here)] == [True]
        assert statuses() == "6|6|6|6|6"
    finally:
        write(lab, ENDED.replace("stopped = 0 WHERE", "stopped = updated WHERE"))
        facts.close()
        access.close()
