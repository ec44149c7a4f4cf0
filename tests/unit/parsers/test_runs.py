"""What runs, jobs and tasks say of each other, by Forgejo's rule and Gitea's."""

from __future__ import annotations

import pytest

from fixtures.parsers.runs import Job, Newest, Run, Step, Task, aggregates, apart, disagreements


def run(
    status: str, *jobs: str, tasks: tuple[str | None, ...] = (), untouched: int = 90_000, attempt: str | None = None
) -> Run:
    of = tasks or tuple(None for _ in jobs)
    made = tuple(Job(f"j{at}", job, task) for at, (job, task) in enumerate(zip(jobs, of, strict=True)))
    return Run(41, status, untouched, made, attempt)


@pytest.mark.parametrize(
    ("jobs", "right"),
    [
        (("success", "skipped"), {"success"}),
        (("skipped", "skipped"), {"skipped"}),
        (("failure", "running", "blocked"), {"failure", "running"}),
        (("failure", "cancelled", "success"), {"cancelled"}),
        (("success", "waiting"), {"waiting"}),
        (("unknown", "success"), {"unknown"}),
        ((), {"success", "failure", "cancelled", "skipped"}),
    ],
)
def test_what_a_run_may_be(jobs: tuple[str, ...], right: set[str]) -> None:
    assert aggregates(jobs) == right


@pytest.mark.parametrize(
    ("jobs", "right"),
    [
        (("failure", "blocked"), "blocked"),  # a job behind it that is asked `if: always()` may still begin
        (("cancelled", "waiting"), "waiting"),
        (("cancelling", "running"), "cancelling"),
        (("cancelled", "failure"), "cancelled"),
    ],
)
def test_what_a_run_with_attempts_is(jobs: tuple[str, ...], right: str) -> None:
    assert aggregates(jobs, attempts=True) == {right}


CALL = Job("call", "success", None)
"""It calls a workflow whose job inside may fail: what the run is, the calling one says."""
OF_ATTEMPTS = Run(
    41,
    "success",
    90_000,
    (CALL, Job("call / test", "failure", "failure", counted=False), Job("lint", "failure", "failure", tolerated=True)),
    attempt="success",
)


@pytest.mark.parametrize(
    "healthy",
    [
        run("failure", "failure", "running", "blocked"),  # the others go on: Forgejo's rule
        run("failure"),  # its workflow's file could not be read
        run("running", "success", "success", untouched=4),  # about to be written
        run("success", "success", tasks=("success",)),
        run("waiting", "success", "waiting", tasks=("success", None)),
        OF_ATTEMPTS,
        run("waiting", "blocked", "blocked"),  # a pull request of a stranger waits for a person; Forgejo, InsertRun
        run("failure", "cancelled", "success"),  # until 2024 there was no other word for it; go-gitea#32857
        run("success", "skipped", "skipped"),
        run("failure", "failure", "cancelled"),  # go-gitea#32860
        run("running", "waiting", "blocked"),
    ],
)
def test_what_agrees(healthy: Run) -> None:
    assert disagreements([healthy], 900) == ()


@pytest.mark.parametrize(
    ("sick", "said"),
    [
        (run("running", "success", "success"), "run 41 is running, its jobs are j0 success, j1 success"),
        (run("blocked", "skipped", "skipped"), "run 41 is blocked, its jobs are j0 skipped, j1 skipped"),
        (run("waiting"), "run 41 is waiting, its jobs are none"),
        (run("success", "success", tasks=("running",)), "run 41 job j0 is success, its task running"),
        (run("success", "cancelled", "success"), "run 41 is success, its jobs are j0 cancelled, j1 success"),
        (run("waiting", "blocked", "success"), "run 41 is waiting, its jobs are j0 blocked, j1 success"),
        (run("running", "unknown", "success"), "run 41 is running, its jobs are j0 unknown, j1 success"),
        (run("failure", "cancelled", attempt="failure"), "run 41 is failure, its jobs are j0 cancelled"),
        (run("success", "success", attempt="running"), "run 41 is success, its newest attempt running"),
    ],
)
def test_what_does_not(sick: Run, said: str) -> None:
    assert disagreements([sick], 900) == (said,)


def test_where_a_run_broke() -> None:
    steps = (Step("where", "success", 3, 8), Step("build", "failure", 11, 5))
    task = Task(7, "gbo/lab/07/7.log.zst", True, False, 18, steps)
    jobs: dict[str, tuple[str, Task | None]] = {"lint": ("cancelled", None), "build": ("failure", task)}
    assert Newest(1, 1, "t", "failure", "", jobs).broken == ("build", task, steps[1])
    assert Newest(1, 1, "t", "cancelled", "", {"lint": ("cancelled", None)}).broken == ("lint", None, None)
    assert Newest(1, 1, "t", "failure", "", {}).broken is None
    both = {"lint": ("failure", None), "build": ("failure", task)}
    assert Newest(1, 1, "t", "failure", "", both, frozenset({"lint"})).broken == ("build", task, steps[1])


def test_jobs_that_were_given_the_same_name() -> None:
    assert apart(["build", "lint", "build", "build (2)", "build"]) == [
        "build",
        "lint",
        "build (2)",
        "build (2) (2)",
        "build (3)",
    ]
