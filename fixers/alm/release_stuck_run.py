"""End a run of CI that nobody ends any more, so that those behind it go on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Sql, Step
from fixers.steps.sql import Row as Change
from fixtures.expectations.alm import AlmServer
from fixtures.parsers.left import LeftJob, LeftRun, Row
from fixtures.parsers.runs import FINISHED, Job, aggregates

OPEN = ("running", "cancelling", "unknown")
"""Running, told to end, and what the guide's reset makes of it, which nothing picks up and nothing cleans away."""


@remedy(
    "alm.release_stuck_run",
    heals=("alm.runs.none_stuck", "alm.runs.consistent"),
    row="CI runner troubleshooting: Build stuck at status 6; Reset stuck CI run",
    symptom="a job is called running while nobody has heard of it for long, or its run, job and task disagree",
    risk="data",
    right="change rows of Forgejo's database, as its superuser inside the container",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """The rows become what Forgejo itself writes when it stops a task; the guide's 0 would leave it for ever.

    Forgejo ends what died by itself, after ten minutes and at its start: what is older is left for good. A job is
    what its task ended as, else cancelled; its run is what its jobs are. What was heard of since is left alone. The
    run is not started again: that is a person's (Rerun), once the runner is well.
    """
    server: AlmServer = finding.expected
    env = finding.env
    database = env.tables.servers[server.database_server]
    left = finding.facts.alm.left(server)
    if not left and (lost := finding.facts.alm.without_a_run(server)):
        raise RemedyRefused(f"{'; '.join(lost)}: look what became of the run, then set the job to cancelled by hand")
    for run in left:
        ends = {job.id: _end(run, job, env.alm.stuck_after) for job in run.jobs}
        changes = tuple(_changes(run, ends, env.alm.statuses))
        said = ", ".join(f"{job.name} {ends[job.id]}" for job in run.jobs) or "none"
        yield Sql(
            f"end run {run.id}; its jobs: {said}",
            env.containers[database.container].instance,
            database.port,
            database.superuser,
            env.tables.databases[server.database].name,
            changes,
        )


def _end(run: LeftRun, job: LeftJob, after: float) -> str:
    """What a job ends as; one that somebody heard of stays what it is.

    Raises:
        RemedyRefused: only Forgejo can tell.
    """
    task = job.task
    if job.untouched <= after or (job.status in FINISHED and (task is None or task.status == job.status)):
        return job.status
    if task is not None and task.status in FINISHED and job.status in (*OPEN, *FINISHED):
        return task.status
    if job.status in OPEN:
        return "cancelled"
    if task is None or job.status in FINISHED:
        return job.status
    raise RemedyRefused(
        f"run {run.id} job {job.name} is {job.status}, its task {task.status}: cancel it in Forgejo, then run it again"
    )


def _changes(run: LeftRun, ends: Mapping[int, str], numbers: Mapping[str, int]) -> Iterator[Change]:
    for job in run.jobs:
        end = ends[job.id]
        if job.task is not None and job.task.status != end:
            open_steps = (step for step in job.task.steps if step.status not in FINISHED)
            yield from (_change("action_task_step", step, end, job.heard, numbers) for step in open_steps)
            yield _change("action_task", job.task, end, job.heard, numbers)
        if job.status != end:
            yield _change("action_run_job", job, end, job.heard, numbers)
    counted = [Job(job.name, ends[job.id], None, job.tolerated) for job in run.jobs if job.counted]
    attempts = run.attempt is not None
    right = aggregates((job.counts_as for job in counted), attempts=attempts) if ends else {"cancelled"}
    end = run.status if run.status in right else _only(run, right)
    heard = max((job.heard for job in run.jobs), default=run.updated)
    if run.attempt is not None and run.attempt.status != end:
        yield _change("action_run_attempt", run.attempt, end, heard, numbers)
    if run.status != end:
        table, key, columns = _change("action_run", run, end, heard, numbers)
        yield table, key, (*columns, ("version", run.version, run.version + 1))


def _only(run: LeftRun, right: Collection[str]) -> str:
    if len(right) > 1:
        raise RemedyRefused(f"run {run.id} is {' or '.join(sorted(right))}: which one only Forgejo can tell")
    (end,) = right
    return end


def _change(table: str, row: Row, end: str, heard: int, numbers: Mapping[str, int]) -> Change:
    """The new status of a row that nobody touched since, and when it ended, where that is not known."""
    status = ("status", numbers[row.status] if row.status in numbers else int(row.status), numbers[end])
    stopped = (("stopped", row.stopped, heard),) if not row.stopped and end in FINISHED else ()
    return table, (("id", row.id), ("updated", row.updated)), (status, *stopped)
