"""A database of a test's own in the lab's PostgreSQL, with the tables of Forgejo or with those of Gitea 1.27."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fixtures.access.kinds import access_by
from fixtures.expectations.alm import Pipeline, Repository
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
CREATE TABLE repository (id bigint, owner_id bigint, owner_name text, name text);
CREATE TABLE repo_unit (repo_id bigint, type int);
CREATE TABLE action_run (id bigint PRIMARY KEY, index bigint DEFAULT 1, title text DEFAULT 't',
    repo_id bigint DEFAULT 1, workflow_id text DEFAULT 'w.yml', ref text DEFAULT 'refs/heads/main',
    version int DEFAULT 1, status int, {run} {times});
CREATE TABLE action_run_attempt (id bigint, run_id bigint, status int, {times});
CREATE TABLE action_run_job (id serial, run_id bigint, name text, task_id bigint DEFAULT 0,
    runs_on text, status int, {job} {times});
CREATE TABLE action_task (id bigint, status int, log_filename text, log_in_storage bool, log_expired bool,
    log_length bigint, {times});
CREATE TABLE action_task_step (id bigint, task_id bigint, index bigint, name text, status int, log_index bigint,
    log_length bigint, {times});
CREATE TABLE action_runner (id serial, name text, version text DEFAULT '', token_hash text, deleted bigint,
    agent_labels text, owner_id bigint, repo_id bigint, {runner} last_online bigint);
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
INSERT INTO repository VALUES (1, 7, 'gbo', 'seen');
INSERT INTO repo_unit VALUES (1, 1), (1, 10);
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


@contextmanager
def room_in(lab: Lab, columns: dict[str, str]) -> Iterator[Room]:
    """The database with these columns beside those that both have; gone afterwards."""
    found = Room(lab)
    try:
        found.made(columns)
        yield found
    finally:
        psql(lab.node("tables"), DROP)


def run(id: int, status: int, *jobs: int) -> str:
    """A run with its jobs, untouched for years."""
    rows = "".join(f"INSERT INTO action_run_job (run_id, name, status) VALUES ({id}, 'j', {job});" for job in jobs)
    return f"INSERT INTO action_run (id, status) VALUES ({id}, {status});{rows}"
