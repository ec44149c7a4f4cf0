"""A repository of a test's own in the lab's Forgejo, with one workflow that is started by hand."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lab.components._alm import Alm

PATIENCE = 90.0
"""Seconds for a run of short jobs."""


@dataclass(frozen=True)
class Workflow:
    """The workflow of that name in the repository of that name."""

    alm: Alm
    name: str

    @property
    def repository(self) -> str:
        """Its place in the API."""
        return f"repos/{self.alm.owner}/{self.name}"

    def start(self, text: str) -> None:
        """Write it, and start it."""
        content = {"content": base64.b64encode(text.encode()).decode(), "message": "what a test asks of it"}
        self.alm.demand(f"{self.repository}/contents/.forgejo/workflows/{self.name}.yml", "POST", content)
        path = f"{self.repository}/actions/workflows/{self.name}.yml/dispatches"
        self.alm.demand(path, "POST", {"ref": self.alm.branch})

    def ended(self, conclusion: str) -> dict[str, Any]:
        """The one run, when it has ended so."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for run in self.alm.demand(f"{self.repository}/actions/runs", "GET").json["workflow_runs"]:
                if (run["status"], run.get("conclusion")) == ("completed", conclusion):
                    return dict(run)
            time.sleep(0.5)
        raise AssertionError(f"the run has not ended with {conclusion} within {PATIENCE:g} s")


@contextmanager
def workflow(alm: Alm, name: str) -> Iterator[Workflow]:
    """The repository, which goes with its runs."""
    found = Workflow(alm, name)
    alm.demand("user/repos", "POST", {"name": name, "auto_init": True, "default_branch": alm.branch})
    try:
        yield found
    finally:
        alm.demand(found.repository, "DELETE")
