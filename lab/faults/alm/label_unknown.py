"""A workflow was pushed whose `runs-on` no runner has: it waits, and nobody is told."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from lab.components._alm import Alm
from lab.components._common import await_answer
from lab.faults.alm._forgejo import write

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C1",)
RED = ("alm.runs.runnable[alm]",)
TOUCHES = ("tables",)
REPOSITORY = "label-unknown"
WORKFLOW = """\
on: push
jobs:
  build:
    runs-on: no-such-label
    steps:
      - run: make
"""
AN_HOUR_AGO = """
UPDATE action_run_job SET updated = updated - 3600 WHERE repo_id IN (SELECT id FROM repository WHERE name = '{name}');
"""
PATIENCE = 30.0
"""Seconds until Forgejo must have made a run of what was pushed."""


def inject(lab: Lab) -> None:
    """Push it into a repository of its own, as of an hour ago."""
    alm = Alm(lab)
    place = f"repos/{alm.owner}/{REPOSITORY}"
    if alm.ask(place).status == 404:
        alm.demand("user/repos", "POST", {"name": REPOSITORY, "auto_init": True, "default_branch": alm.branch})
    content = {"content": base64.b64encode(WORKFLOW.encode()).decode(), "message": "Build on a machine that is to come"}
    alm.demand(f"{place}/contents/.forgejo/workflows/build.yml", "POST", content)

    def lacks() -> str | None:
        runs = alm.demand(f"{place}/actions/runs", "GET").json["workflow_runs"]
        return None if runs else f"{REPOSITORY} has no run yet"

    await_answer(lacks, PATIENCE)
    write(lab, AN_HOUR_AGO.format(name=REPOSITORY))


def heal(lab: Lab) -> None:
    """Take the repository away, its run with it."""
    alm = Alm(lab)
    place = f"repos/{alm.owner}/{REPOSITORY}"
    if alm.ask(place).status != 404:
        alm.demand(place, "DELETE")
