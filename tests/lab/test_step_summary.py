"""The summary of a step in a real workflow run: the runner names a file, and our Markdown is what it then holds."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.components._alm import Alm
from lab.site import Lab
from reports.formats import render
from tests.lab.suite import ask

NAME = "summary"
PATIENCE = 90.0
"""Seconds for a run of one job."""
WORKFLOW = """\
on: workflow_dispatch
jobs:
  summary:
    runs-on: host
    steps:
      - run: |
          test -n "$GITHUB_STEP_SUMMARY"
          echo REPORT | base64 -d > "$GITHUB_STEP_SUMMARY"
          echo "summary of $(wc -c < "$GITHUB_STEP_SUMMARY") bytes: $(head -1 "$GITHUB_STEP_SUMMARY")"
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


def test_the_runner_takes_it(alm: Alm, tmp_path: Path) -> None:
    text = render("markdown", ask(tmp_path, "-k", "vault.seal.open").record).encode()
    workflow = WORKFLOW.replace("REPORT", base64.b64encode(text).decode())
    repository = f"repos/{alm.owner}/{NAME}"
    content = {"content": base64.b64encode(workflow.encode()).decode(), "message": "a step with a summary"}
    alm.demand(f"{repository}/contents/.forgejo/workflows/{NAME}.yml", "POST", content)
    alm.demand(f"{repository}/actions/workflows/{NAME}.yml/dispatches", "POST", {"ref": alm.branch})
    job = ended(alm, repository)
    log = alm.demand(f"{repository}/actions/jobs/{job['id']}/logs", "GET").body.decode()
    assert job["conclusion"] == "success", log
    assert f"summary of {len(text)} bytes: ## lab is as declared" in log


def ended(alm: Alm, repository: str) -> dict[str, object]:
    """The one job of the one run."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for run in alm.demand(f"{repository}/actions/runs", "GET").json["workflow_runs"]:
            for job in alm.demand(f"{repository}/actions/runs/{run['id']}/jobs", "GET").json["jobs"]:
                if job["status"] == "completed":
                    return dict(job)
        time.sleep(0.5)
    raise AssertionError(f"no job has ended within {PATIENCE:g} s")
