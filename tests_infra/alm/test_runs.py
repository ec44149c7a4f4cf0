from __future__ import annotations

from fixtures.expectations.alm import AlmServer, Pipeline
from fixtures.facts.alm import AlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "alm.runs.none_stuck",
    each=lambda env: env.alm.servers.values(),
    severity="medium",
    needs=(needs.run_rows,),
)
def test_runs(expected: AlmServer, alm: AlmFacts) -> None:
    """No job is called running, or unknown, while nobody has heard of it for long.

    Why: it blocks the runs behind it; a young one is healthy, and Forgejo ends dead ones itself after ten minutes.
    Fix: restart Forgejo, which cleans up at its start; then cancel and rerun. Never set the status to 0.
    Source: guide, CI runner troubleshooting "Build stuck at status 6", "Reset stuck CI run"; CI/CD "status codes";
    ground truth A3, 5.
    Instead: CI runner troubleshooting "Reset stuck CI run": status 0 is unknown: nothing picks the job up, nothing
    cleans it away, and it cannot be run again.
    Instead: CI/CD "status codes": 0 is unknown, waiting is 5, blocked 7; a young run at 6 is healthy.
    """
    stuck = tuple(str(job) for job in alm.running(expected) if job.untouched > alm.env.alm.stuck_after)
    assert_matches(expected, {"stuck": ()}, {"stuck": stuck}, says=f"{expected.id}: {'; '.join(stuck)}")


@check(
    "alm.runs.consistent",
    each=lambda env: env.alm.servers.values(),
    severity="medium",
    needs=(needs.on("alm.runs.none_stuck"),),
)
def test_consistent(expected: AlmServer, alm: AlmFacts) -> None:
    """Runs, their jobs and their tasks have statuses that fit each other.

    Why: a run that is left at running while its jobs are done is ended by nothing, neither Cancel nor a restart; a job
    without its run is given out first and fails, so that no runner gets any.
    Fix: set the run to what its jobs are (with `stopped` and `version` + 1), a job without a run to 3 (cancelled);
    never set jobs or tasks to 0.
    Source: guide, CI queries "List recent runs", "Failed run jobs"; CI/CD "status codes"; ground truth 5.
    """
    found = alm.disagreeing(expected)
    assert_matches(expected, {"disagree": ()}, {"disagree": found}, says=f"{expected.id}: {'; '.join(found)}")


@check(
    "alm.runs.runnable",
    each=lambda env: env.alm.servers.values(),
    severity="high",
    needs=(
        needs.run_rows,
        needs.runners_of_server,
    ),
)
def test_runnable(expected: AlmServer, alm: AlmFacts) -> None:
    """No job waits for labels that no runner has.

    Why: it waits for ever, or until Forgejo cancels it after a day; nothing is built, and nothing is called failed.
    Fix: give a runner the label (`runner.labels` of its configuration, then restart it) or correct `runs-on`; a runner
    takes what has all its labels, letter by letter, and one of an owner or a repository nothing of others.
    Source: guide, CI runner troubleshooting "Runner not connecting"; go-gitea#26045; Forgejo, "Choosing labels".
    """
    found = alm.unmatched(expected)
    assert_matches(expected, {"unmatched": ()}, {"unmatched": found}, says=f"{expected.id}: {'; '.join(found)}")


@check(
    "alm.runs.last_succeeded",
    each=lambda env: env.alm.pipelines,
    severity="high",
    needs=(needs.runs_that_agree,),
)
def test_last_succeeded(expected: Pipeline, alm: AlmFacts) -> None:
    """The newest finished run on the branch succeeded.

    Why: what was pushed last is not what runs: the platform stays at the build before.
    Fix: do what the step's last lines say, then rerun; a run without jobs broke at its workflow's file.
    Source: guide, alert playbook "CI Build Failed"; CI queries "Failed run jobs", "Step status", "Read build log".
    """
    found = alm.newest(expected)
    ended = f"run {found.number} ended with {found.status}: {found.title}" if found else "no run has finished"
    assert_matches(
        expected, {"status": "success"}, found, "\n   ".join(alm.ending(expected)), says=f"{expected.id}: {ended}"
    )


@check(
    "alm.log.readable",
    each=lambda env: env.alm.pipelines,
    severity="medium",
    needs=(
        needs.runs_that_agree,
        needs.instance,
    ),
)
def test_log(expected: Pipeline, alm: AlmFacts) -> None:
    """Every log of the newest finished run is there and whole.

    Why: when a build fails, its log is all there is; a lost one is noticed on that day.
    Fix: give the files back (owner, disk, backup); a log removed by age (LOG_RETENTION_DAYS) is no fault.
    Source: guide, CI queries "Read build log"; ground truth 5; zstd(1): one frame for each 128 KiB.
    """
    found = alm.unreadable(expected)
    assert_matches(expected, {"unreadable": ()}, {"unreadable": found}, expected.repository.server.log_path)
