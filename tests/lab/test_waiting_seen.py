"""Rows of jobs that wait, and of runners, judged by our own SQL in the lab's PostgreSQL, in both shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lab.components.tables import psql
from lab.site import Lab
from tests.lab.scratch_runs import NOW, OF_FORGEJO, OF_GITEA, SCRATCH, Room, room_in

RUNNER = "INSERT INTO action_runner (name, agent_labels, owner_id, repo_id, last_online, deleted) VALUES"
CI = f"{RUNNER} ('ci', '[\"host\", \"linux\"]', 0, 0, {NOW} - 5, NULL);"


@pytest.fixture(scope="module", params=[OF_FORGEJO, OF_GITEA], ids=["forgejo", "gitea"])
def room(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Room]:
    """The database in each of the two shapes."""
    with room_in(lab, request.param) as found:
        yield found


def job(runs_on: str, *, status: int = 5, of: int = 5, waited: int = 4000, task: int = 0) -> str:
    """A run with one job, which waits unless another status is said; `of` is that of its run."""
    return f"""INSERT INTO action_run (id, status) VALUES (1, {of});
        INSERT INTO action_run_job (run_id, name, task_id, runs_on, status, updated)
        VALUES (1, 'j', {task}, '{runs_on}', {status}, {NOW} - {waited});"""


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(CI + job('["host"]'), id="the runner is busy"),
        pytest.param(CI + job('["linux", "host"]'), id="it has both"),
        pytest.param(job('["vm"]', waited=60), id="a runner is on its way"),
        pytest.param(CI + job('["vm"]', status=7), id="a person has to approve it, or others come before it"),
        pytest.param(CI + job('["vm"]', status=3, of=3), id="it was cancelled"),
        pytest.param(CI + job('["vm"]', of=3), id="its run was cancelled"),
        pytest.param(f"{RUNNER} ('own', '[\"vm\"]', 0, 1, {NOW}, NULL);" + job('["vm"]'), id="the repository's runner"),
        pytest.param(f"{RUNNER} ('own', '[\"vm\"]', 7, 0, {NOW}, NULL);" + job('["vm"]'), id="the owner's runner"),
        pytest.param(f"{RUNNER} ('vm-1', '[\"vm\"]', 0, 0, {NOW}, 17);" + job('["vm"]'), id="it is made for each job"),
        pytest.param(job('["vm"]', task=9), id="a runner has it"),
    ],
)
def test_a_job_that_a_runner_takes(room: Room, rows: str) -> None:
    assert room.with_rows(rows).unmatched(room.server) == ()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        pytest.param(CI + job('["vm"]'), "[vm], for 4000 s: ci has [host, linux]", id="go-gitea#26045"),
        pytest.param(CI + job('["Linux"]'), "[Linux], for 4000 s: ci has [host, linux]", id="letter by letter"),
        pytest.param(CI + job('["host", "vm"]'), "[host, vm], for 4000 s: ci has [host, linux]", id="one is lacking"),
        pytest.param(CI + job('["vm"]', of=2), "[vm], for 4000 s: ci has [host, linux]", id="another job has failed"),
        pytest.param(
            f"{RUNNER} ('own', '[\"vm\"]', 0, 2, {NOW}, NULL);" + job('["vm"]'),
            "[vm], for 4000 s: own is another repository's",
            id="for another repository",
        ),
        pytest.param(
            f"{RUNNER} ('own', '[\"vm\"]', 8, 0, {NOW}, NULL);" + job('["vm"]'),
            "[vm], for 4000 s: own is another owner's",
            id="for another owner",
        ),
        pytest.param(
            f"{RUNNER} ('off', '[\"vm\"]', NULL, NULL, NULL, NULL);" + job('["vm"]'),
            "[vm], for 4000 s: off was never heard",
            id="registered, and never there",
        ),
        pytest.param(
            f"{RUNNER} ('vm-1', '[\"vm\"]', 0, 0, {NOW} - 4000, 17);" + job('["vm"]'),
            "[vm], for 4000 s: no runner that works for it is heard of",
            id="none is made any more",
        ),
    ],
)
def test_a_job_that_no_runner_takes(room: Room, rows: str, why: str) -> None:
    said = f"run 1 job j of gbo/seen waits for a runner with {why}"
    found = room.with_rows(rows).unmatched(room.server)
    assert [re.sub(r"for \d+ s", "for 4000 s", each) for each in found] == [said]


def test_a_runner_that_is_disabled_takes_none(room: Room) -> None:
    node = room.lab.node("tables")
    psql(node, "ALTER TABLE action_runner ADD COLUMN IF NOT EXISTS is_disabled bool DEFAULT false", SCRATCH)
    facts = room.with_rows(CI + "UPDATE action_runner SET is_disabled = true;" + job('["host"]'))
    assert [each.rpartition(": ")[2] for each in facts.unmatched(room.server)] == ["ci is disabled"]


def test_a_job_without_labels_is_taken_by_any_runner_of_gitea_and_by_none_of_forgejo(room: Room) -> None:
    assert room.with_rows(CI + job("null")).unmatched(room.server) == ()
    psql(room.lab.node("tables"), "CREATE TABLE forgejo_version (id bigint)", SCRATCH)
    assert len(room.with_rows(CI + job("null")).unmatched(room.server)) == 1
    psql(room.lab.node("tables"), "DROP TABLE forgejo_version", SCRATCH)


def test_actions_that_are_off_keep_an_owners_runner_away_and_no_others(room: Room) -> None:
    off = "DELETE FROM repo_unit WHERE type = 10; " + job('["host"]')
    try:
        assert room.with_rows(CI + off).unmatched(room.server) == ()
        assert len(room.with_rows(CI + "UPDATE action_runner SET owner_id = 7; " + off).unmatched(room.server)) == 1
    finally:
        psql(room.lab.node("tables"), "INSERT INTO repo_unit VALUES (1, 10)", SCRATCH)
