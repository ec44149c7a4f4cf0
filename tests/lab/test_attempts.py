"""A run that failed and was run again: Gitea keeps the jobs of both attempts, and the run is what the newer one is."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any

import pytest

from fixtures.access.kinds import access_by
from fixtures.expectations.alm import Pipeline, Repository
from fixtures.facts.alm import AlmFacts
from fixtures.facts.alm_shape import ONE_A_JOB
from fixtures.facts.cache import Facts
from fixtures.parsers.runs import Run, disagreements
from lab.components._alm import Alm
from lab.site import Lab

NAME = "attempts"
PATIENCE = 60.0
FLAG = "/tmp/gbo-attempts"
WORKFLOW = f"""\
on: workflow_dispatch
jobs:
  lint:
    runs-on: host
    continue-on-error: true
    steps:
      - run: exit 1
  build:
    runs-on: host
    steps:
      - run: test -e {FLAG} || {{ touch {FLAG}; exit 1; }}
"""


@pytest.fixture
def alm(lab: Lab) -> Iterator[Alm]:
    """Forgejo with a repository of our own, which goes with its runs."""
    found = Alm(lab)
    found.demand("user/repos", "POST", {"name": NAME, "auto_init": True, "default_branch": found.branch})
    try:
        yield found
    finally:
        found.demand(f"repos/{found.owner}/{NAME}", "DELETE")
        lab.node("alm-ci").run("rm", "-f", FLAG)


def test_the_newest_attempt_says_how_a_run_is(lab: Lab, alm: Alm) -> None:
    repository = f"repos/{alm.owner}/{NAME}"
    content = {"content": base64.b64encode(WORKFLOW.encode()).decode(), "message": "a build that fails once"}
    alm.demand(f"{repository}/contents/.forgejo/workflows/{NAME}.yml", "POST", content)
    alm.demand(f"{repository}/actions/workflows/{NAME}.yml/dispatches", "POST", {"ref": alm.branch})
    first = ended(alm, repository, "failure")
    alm.demand(f"{repository}/actions/runs/{first['id']}/rerun", "POST")
    ended(alm, repository, "success")
    server = lab.env.alm.servers["alm"]
    pipeline = Pipeline(
        repository=Repository(container="alm", name=f"{alm.owner}/{NAME}", branch=alm.branch, server=server),
        workflow=f"{NAME}.yml",
        container="alm",
    )
    access = access_by(lab.env.access)
    facts = Facts(lab.env, access)
    try:
        run = the_run(facts.alm, lab, first["id"])
        assert [(job.name, job.status, job.tolerated) for job in run.jobs] == [
            ("lint", "failure", True),
            ("build", "success", False),
        ]
        assert disagreements([run], -1) == ()
        newest = facts.alm.newest(pipeline)
        assert newest is not None
        assert (newest.status, newest.broken) == ("success", None)
        assert facts.alm.unreadable(pipeline) == ()
    finally:
        facts.close()
        access.close()


def the_run(alm: AlmFacts, lab: Lab, id: int) -> Run:
    """The run as our facts have it; read as Forgejo's tables are, it would not agree with its jobs."""
    server = lab.env.alm.servers["alm"]
    assert alm.shape(server).attempts
    (run,) = [each for each in alm.runs(server) if each.id == id]
    other = AlmFacts(alm.env, alm.access, Facts(alm.env, alm.access))
    other.shape = lambda _server: ONE_A_JOB  # type: ignore[assignment,method-assign]
    (naive,) = [each for each in other.runs(server) if each.id == id]
    assert len(naive.jobs) == 2 * len(run.jobs)
    assert disagreements([naive], -1) != ()
    others = [each.id for each in alm.runs(server) if each.id != id]
    assert [each.id for each in other.runs(server) if each.id in others] == others
    return run


def ended(alm: Alm, repository: str, conclusion: str) -> dict[str, Any]:
    """The one run, when it has ended so."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for run in alm.demand(f"{repository}/actions/runs", "GET").json["workflow_runs"]:
            if (run["status"], run.get("conclusion")) == ("completed", conclusion):
                return dict(run)
        time.sleep(0.5)
    raise AssertionError(f"the run has not ended with {conclusion} within {PATIENCE:g} s")
