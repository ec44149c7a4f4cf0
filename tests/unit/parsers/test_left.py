"""Rows of runs as psycopg gives them: the columns of the run, and its jobs in JSON."""

from __future__ import annotations

from typing import Any

from fixtures.parsers.left import LeftJob, LeftRun, LeftTask, Row, left_run

WORDS = {1: "success", 5: "waiting", 6: "running"}
BUILD: list[Any] = [
    80,
    6,
    None,
    100,
    "build",
    90_000,
    [90, 6, 0, 160, [[300, 1, 150, 150], [301, 6, 0, 140]]],
    False,
    True,
]
NEVER_BEGUN: list[Any] = [81, 5, 0, 100, "deploy", 90_000, None, True, False]


def test_a_run_with_its_jobs_tasks_and_steps() -> None:
    steps = (Row(300, "success", 150, 150), Row(301, "running", 0, 140))
    task = LeftTask(90, "running", 0, 160, steps)
    build = LeftJob(80, "running", None, 100, "build", 90_000, task)
    deploy = LeftJob(81, "waiting", 0, 100, "deploy", 90_000, None, tolerated=True, counted=False)
    found = left_run((41, 6, 0, 170, 7, [12, 6, 0, 165], [BUILD, NEVER_BEGUN]), WORDS)
    assert found == LeftRun(41, "running", 0, 170, 7, (build, deploy), Row(12, "running", 0, 165))
    assert [job.heard for job in found.jobs] == [160, 100]


def test_a_status_without_a_word_and_a_run_without_jobs() -> None:
    assert left_run((41, 9, None, 170, 0, None, []), WORDS) == LeftRun(41, "9", None, 170, 0, ())
