"""The summary of a step in a real workflow run: the runner names a file, and Gitea shows the Markdown in it.

The runner that can be had as a Go module, 1.0.8, leaves the file where it is; those after it hand it in when the step
has ended. The step does that here, with the job's own token and at the address that Gitea has for it.
"""

from __future__ import annotations

import base64
import json
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from lab import faults
from lab.components._alm import Alm
from lab.site import Lab
from reports.causes import causes
from reports.formats import render
from tests.lab.suite import ask
from tests.lab.workflow import Workflow, workflow

NAME = "summary"
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
          python3 - <<'END'
          import base64, json, os, urllib.request
          token = os.environ["ACTIONS_RUNTIME_TOKEN"]
          body = token.split(".")[1]
          claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
          run, job = claims["scp"].split("Actions.Results:")[1].split()[0].split(":")[:2]
          url = os.environ["ACTIONS_RUNTIME_URL"].rstrip("/")
          url += f"/_apis/pipelines/workflows/{run}/jobs/{job}/steps/0/summary"
          headers = {"Authorization": f"Bearer {token}", "Content-Type": "text/markdown; charset=utf-8"}
          text = open(os.environ["GITHUB_STEP_SUMMARY"], "rb").read()
          answer = urllib.request.urlopen(urllib.request.Request(url, text, headers, method="PUT"))
          print("handed in:", answer.status)
          END
"""


class Shown(HTMLParser):
    """The texts of a page by their element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._open.append(tag)
        self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        for tag in set(self._open):
            self.texts[tag][-1] += data


@pytest.fixture
def flow(lab: Lab) -> Iterator[Workflow]:
    with workflow(Alm(lab), NAME) as found:
        yield found


def test_gitea_shows_it(lab: Lab, flow: Workflow, tmp_path: Path) -> None:
    faults.inject(lab, "vault.sealed")
    try:
        record = ask(tmp_path, "-m", "smoke").record
    finally:
        faults.heal(lab, "vault.sealed")
    text = render("markdown", record)
    flow.start(WORKFLOW.replace("REPORT", base64.b64encode(text.encode()).decode()))
    run = int(flow.ended("success")["id"])
    (job,) = flow.alm.demand(f"{flow.repository}/actions/runs/{run}/jobs", "GET").json["jobs"]
    log = flow.alm.demand(f"{flow.repository}/actions/jobs/{job['id']}/logs", "GET").body.decode()
    assert f"summary of {len(text.encode())} bytes: ## lab is not as declared" in log
    (summary,) = page_of(flow.alm, run)["jobSummaries"]
    assert summary["jobName"] == NAME
    shown = Shown(summary["summaryHTML"]).texts
    (cause,) = causes(record)
    assert shown["h2"] == ["lab is not as declared"]
    assert shown["h3"] == [f"FAILED {cause.first.id} ({cause.first.severity})"]
    assert shown["pre"][0].strip() == "\n".join([cause.first.text, *cause.first.notes])
    assert [item.partition(":")[0] for item in shown["li"]][:4] == ["why", "fix", "remedy", "declared"]
    assert shown["summary"] == [f"blocks {len(cause.blocked)}"], "folded, and opened by who reads"
    assert set(cause.blocked) <= set(shown["li"])


def page_of(alm: Alm, run: int) -> dict[str, Any]:
    """What the page of a run is filled with, as anybody's browser asks for it."""
    url = f"{alm.url}/{alm.owner}/{NAME}/actions/runs/{run}"
    asked = urllib.request.Request(url, b'{"logCursors": []}', {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return dict(json.load(answer)["state"]["run"])
