"""A run that failed and was run again: Gitea keeps the jobs of both attempts, and the run is what the newer one is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fixtures.access.kinds import access_by
from fixtures.expectations.alm import Pipeline, Repository
from fixtures.facts.alm import AlmFacts
from fixtures.facts.alm_shape import ONE_A_JOB
from fixtures.facts.cache import Facts
from fixtures.parsers.runs import Run, disagreements
from lab.components._alm import Alm
from lab.site import Lab
from tests.lab.workflow import Workflow, workflow

NAME = "attempts"
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
def flow(lab: Lab) -> Iterator[Workflow]:
    """The workflow, and what its first attempt leaves."""
    with workflow(Alm(lab), NAME) as found:
        yield found
    lab.node("alm-ci").run("rm", "-f", FLAG)


def test_the_newest_attempt_says_how_a_run_is(lab: Lab, flow: Workflow) -> None:
    flow.start(WORKFLOW)
    first = flow.ended("failure")
    flow.alm.demand(f"{flow.repository}/actions/runs/{first['id']}/rerun", "POST")
    flow.ended("success")
    server = lab.env.alm.servers["alm"]
    pipeline = Pipeline(
        repository=Repository(container="alm", name=f"{flow.alm.owner}/{NAME}", branch=flow.alm.branch, server=server),
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
