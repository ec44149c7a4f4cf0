"""Rows of runs as public reports show them, judged by our own SQL in the lab's PostgreSQL.

A database of the test's own, with the tables of Forgejo and with those of Gitea 1.27; gone afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from fixtures.access.kinds import access_by
from fixtures.expectations.alm import Pipeline, Repository, Runner
from fixtures.facts.alm import AlmFacts
from fixtures.facts.cache import Facts
from lab.components.tables import psql
from lab.site import Lab

SCRATCH = "scratch_of_runs"
DROP = f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)"
OF_GITEA = {
    "run": "latest_attempt_id bigint DEFAULT 0,",
    "job": "run_attempt_id bigint DEFAULT 0, continue_on_error bool DEFAULT false, parent_job_id bigint DEFAULT 0, "
    "is_reusable_caller bool DEFAULT false,",
    "runner": "is_disabled bool DEFAULT false,",
}
OF_FORGEJO = {"run": "need_approval bool DEFAULT false,", "job": "", "runner": ""}
TIMES = "stopped bigint DEFAULT 0, updated bigint DEFAULT 1000"
TABLES = """
CREATE TABLE repository (id bigint, owner_name text, name text);
CREATE TABLE action_run (id bigint PRIMARY KEY, index bigint DEFAULT 1, title text DEFAULT 't',
    repo_id bigint DEFAULT 1, workflow_id text DEFAULT 'w.yml', ref text DEFAULT 'refs/heads/main',
    version int DEFAULT 1, status int, {run} {times});
CREATE TABLE action_run_attempt (id bigint, run_id bigint, status int, {times});
CREATE TABLE action_run_job (id serial, run_id bigint, name text, task_id bigint DEFAULT 0,
    status int, {job} {times});
CREATE TABLE action_task (id bigint, status int, log_filename text, log_in_storage bool, log_expired bool,
    log_length bigint, {times});
CREATE TABLE action_task_step (id bigint, task_id bigint, index bigint, name text, status int, log_index bigint,
    log_length bigint, {times});
CREATE TABLE action_runner (id serial, name text, version text DEFAULT '', token_hash text, deleted bigint,
    {runner} last_online bigint);
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
INSERT INTO repository VALUES (1, 'gbo', 'seen');
"""
EMPTY = "TRUNCATE action_run, action_run_attempt, action_run_job, action_task, action_task_step, action_runner;"
NOW = "extract(epoch FROM now())::bigint"


class Seen(AlmFacts):
    """What our queries find in the scratch database."""

    def _rows(self, _server: object, query: str, values: tuple[object, ...] = ()) -> tuple[tuple[Any, ...], ...]:
        return self.facts.tables.rows_live(self.env.tables.servers["tables"], SCRATCH, query, values)


class Room:
    """The lab, and the scratch database in it."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.server = lab.env.alm.servers["alm"]

    def made(self, columns: dict[str, str]) -> None:
        """The tables anew."""
        psql(self.lab.node("tables"), f"{DROP}; CREATE DATABASE {SCRATCH}".replace("; ", ";\n"))
        psql(self.lab.node("tables"), TABLES.format(times=TIMES, **columns), SCRATCH)

    def with_rows(self, sql: str) -> Seen:
        """Facts about these rows and no others."""
        psql(self.lab.node("tables"), EMPTY + sql, SCRATCH)
        facts = Facts(self.lab.env, access_by(self.lab.env.access))
        return Seen(self.lab.env, facts.alm.access, facts)

    @property
    def pipeline(self) -> Pipeline:
        """Whatever ran last on the branch of the scratch repository."""
        repository = Repository(container="alm", name="gbo/seen", branch="main", server=self.server)
        return Pipeline(container="alm", repository=repository, workflow=None)


@pytest.fixture(scope="module", params=[OF_FORGEJO, OF_GITEA], ids=["forgejo", "gitea"])
def room(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Room]:
    """The database in each of the two shapes."""
    found = Room(lab)
    try:
        found.made(request.param)
        yield found
    finally:
        psql(lab.node("tables"), DROP)


def run(id: int, status: int, *jobs: int) -> str:
    """A run with its jobs, untouched for years."""
    rows = "".join(f"INSERT INTO action_run_job (run_id, name, status) VALUES ({id}, 'j', {job});" for job in jobs)
    return f"INSERT INTO action_run (id, status) VALUES ({id}, {status});{rows}"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param(run(1, 5, 7, 7), (), id="a person has to approve it"),
        pytest.param(run(1, 2, 3, 1), (), id="go-gitea#32857"),
        pytest.param(run(1, 5, 4, 4), ("run 1 is waiting, its jobs are j skipped, j skipped",), id="go-gitea#39300"),
        pytest.param(run(1, 6, 1, 1), ("run 1 is running, its jobs are j success, j success",), id="go-gitea#26559"),
        pytest.param(
            "INSERT INTO action_run_job (id, run_id, name, status) VALUES (9, 7217, 'renovate', 5), (8, 7216, 'a', 1)",
            ("job 9 renovate is waiting, and its run 7217 is not there",),
            id="go-gitea#37586",
        ),
    ],
)
def test_what_of_runs_disagrees(room: Room, rows: str, said: tuple[str, ...]) -> None:
    assert room.with_rows(rows).disagreeing(room.server) == said


def test_a_run_that_the_next_push_cancelled_says_nothing_of_the_branch(room: Room) -> None:
    found = room.with_rows(run(1, 1, 1) + run(2, 3, 3) + run(3, 6, 6)).newest(room.pipeline)
    assert found is not None
    assert (found.id, found.status) == (1, "success")
    alone = room.with_rows(run(1, 1, 1) + run(2, 3, 3) + run(3, 4, 4)).newest(room.pipeline)
    assert alone is not None
    assert (alone.id, alone.status) == (2, "cancelled")


def test_a_run_by_schedule_is_of_the_branch(room: Room) -> None:
    """Forgejo 7 and Gitea 1.22 wrote `main` for its ref, where a push has `refs/heads/main`."""
    found = room.with_rows(run(1, 2, 2) + "UPDATE action_run SET ref = 'main'").newest(room.pipeline)
    assert found is not None
    assert found.id == 1


def test_two_jobs_of_one_name_are_two(room: Room) -> None:
    found = room.with_rows(run(1, 2, 2, 1)).newest(room.pipeline)
    assert found is not None
    assert {name: status for name, (status, _) in found.jobs.items()} == {"j": "failure", "j (2)": "success"}


@pytest.mark.parametrize(
    ("rows", "registered", "silent"),
    [
        pytest.param(
            f"('ci', {NOW} - 9000, NULL), ('ci', {NOW} - 5, NULL), ('ci', 0, NULL)", True, 5, id="three of a name"
        ),
        pytest.param(f"('ci', {NOW} - 5, 1700000000)", False, None, id="ephemeral, gone by design"),
        pytest.param("('ci', NULL, NULL)", True, None, id="never heard"),
        pytest.param(f"('ci', {NOW} + 3600, NULL)", True, -3600, id="a clock ahead"),
    ],
)
def test_a_runner(room: Room, rows: str, registered: bool, silent: int | None) -> None:
    found = room.with_rows(f"INSERT INTO action_runner (name, last_online, deleted) VALUES {rows}").runner(runner())
    assert found.registered == registered
    assert found.silent == silent if silent is None else abs((found.silent or 0) - silent) <= 3
    assert not found.disabled


def test_a_runner_that_is_disabled(room: Room) -> None:
    facts = room.with_rows("")
    if not facts.shape(room.server).attempts:
        psql(room.lab.node("tables"), "ALTER TABLE action_runner ADD COLUMN is_disabled bool", SCRATCH)
    facts = room.with_rows(
        f"INSERT INTO action_runner (name, last_online, is_disabled) VALUES ('ci', {NOW}, true), ('on', {NOW}, NULL)"
    )
    assert facts.runner(runner()).disabled
    assert "disabled" in facts.runner(runner()).said
    assert not facts.runner(runner("on")).disabled


def runner(name: str = "ci") -> Runner:
    """A declared runner."""
    return Runner(container="alm-ci", name=name, held_by="forgejo-runner")
