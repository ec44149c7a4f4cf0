"""Rows of runs as public reports show them, judged by our own SQL in the lab's PostgreSQL, in both shapes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fixtures.expectations.alm import Runner
from lab.components.tables import psql
from lab.site import Lab
from tests.lab.scratch_runs import NOW, OF_FORGEJO, OF_GITEA, SCRATCH, Room, room_in, run


@pytest.fixture(scope="module", params=[OF_FORGEJO, OF_GITEA], ids=["forgejo", "gitea"])
def room(lab: Lab, request: pytest.FixtureRequest) -> Iterator[Room]:
    """The database in each of the two shapes."""
    with room_in(lab, request.param) as found:
        yield found


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
