"""A small project of three invented checks, run by a real pytest in a process of its own.

The plugins are the real ones; only the platform is not there: a strict fake answers what the test lays down in
`answers.json` and refuses every other question. Behaviour on real containers is proven in tests/lab.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
CLEAN = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "SUDO_"))}
"""What this process was started with, without what belongs to its own pytest."""

CONFTEST = '''
import json
from pathlib import Path
import pytest
from fixtures.environment import Loaded, load
from fixtures.errors import BeyondAccess, FactUnavailable
from fixtures.expectations import Attestation, CheckRule, Exemption
from fixtures.verdict.judge import Judge
from fixtures.masking import register
from fixtures.questions import Place, at
from fixtures.session import RUN, Run

pytest_plugins = [
    "fixtures.plugins.selection", "fixtures.plugins.collection", "fixtures.plugins.target", "fixtures.plugins.wait",
    "fixtures.plugins.run", "fixtures.plugins.exemptions",
    "reports.outcomes", "reports.terminal", "reports.paths", "reports.plugin", "reports.html", "fixers.plugin",
]


class FakeAccess:
    def open_channels(self, instances, *, wait): pass


class FakeRoom:
    """Answers what answers.json holds; a list is answered one after the other, the last one for ever."""

    def ask(self, question):
        at(Place("instance", "meet"))
        with Path("asked.txt").open("a") as asked:
            asked.write(f"{question}\\n")
        answers = json.loads(Path("answers.json").read_text())
        answer = answers[question]
        if isinstance(answer, list):
            answer, rest = answer[0], answer[1:] or answer
            answers[question] = rest
            Path("answers.json").write_text(json.dumps(answers))
        if isinstance(answer, str) and answer.startswith("unavailable:"):
            raise FactUnavailable("meet", question, answer.partition(":")[2])
        if isinstance(answer, str) and answer.startswith("beyond:"):
            raise BeyondAccess("meet", question, answer.partition(":")[2])
        if isinstance(answer, str) and answer.startswith("secret:"):
            return register(answer.partition(":")[2])
        return answer


class NoVersions:
    def of(self, containers): return ()


class FakeFacts:
    meet = FakeRoom()
    versions = NoVersions()

    def forget(self): pass

    def forget_traces(self, traces): pass

    def forget_places(self, places): pass

    def prepare(self, rooms): pass


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session):
    loaded = load("lab")
    given = json.loads(Path("exemptions.json").read_text())
    rules = {key: CheckRule(**rule) for key, rule in json.loads(Path("rules.json").read_text()).items()}
    vouched = tuple(Attestation(**each) for each in json.loads(Path("attestations.json").read_text()))
    changed = {"exemptions": tuple(Exemption(**each) for each in given), "checks": rules, "attestations": vouched}
    env = loaded.environment.model_copy(update=changed)
    facts = FakeFacts()
    session.config.stash[RUN] = Run(Loaded(env, loaded.origin), FakeAccess(), facts, Judge(env, facts))


def pytest_addoption(parser):
    parser.addoption("--env", default="lab")
'''

CHECKS = '''
import os
from fixtures.verdict.check import assert_matches, check
from fixtures.expectations.model import Subject

ROOT = [Subject(container="meet")]
LEAVES = [Subject(container="dns"), Subject(container="alm")]


def root(env, expected):
    """The root."""
    yield "meet.root.up[meet]"


@check("meet.root.up", each=lambda env: ROOT, severity="critical", smoke=True)
def test_root(expected, meet):
    """The root is up.

    Why: everything stands on it.
    Fix: raise it.
    Source: guide, none.
    """
    assert_matches(expected, {"up": True, "size": 3}, {"up": meet.ask("root"), "size": meet.ask("size")}, "a remark")


@check("meet.leaf.green", each=lambda env: LEAVES, severity="low", needs=(root,))
def test_leaf(expected, meet):
    """The leaf is green.

    Why: trees.
    Fix: water it.
    Source: guide, none.
    """
    if meet.ask("leaf") == "die":
        os._exit(9)
    assert meet.ask("leaf") == "green", f"the leaf is {meet.ask('leaf')}"


@check("meet.absent.here", each=lambda env: ROOT, severity="low", applies=lambda env: "there is none in the lab")
def test_absent(expected, meet):
    """It is there.

    Why: it should.
    Fix: bring it.
    Source: guide, none.
    """
    assert meet.ask("absent")
'''

EMPTY = '''

@check("meet.nothing.there", each=lambda env: env.checks.values(), severity="low", smoke=True)
def test_nothing(expected, meet):
    """It is there.

    Why: it should.
    Fix: bring it.
    Source: guide, none.
    """
    assert meet.ask("nothing")
'''

STATE = "state"
"""Where the project keeps its records and journals."""

REFUSING = """
from fixers.errors import RemedyRefused
from fixers.remedy import remedy


@remedy("meet.raise", heals="meet.root.up", row="r", symptom="s", risk="safe", right="r")
def plan(finding):
    raise RemedyRefused("not " + finding.text)
"""
"""For the end of conftest.py: a remedy that says what it got, and does not act."""

HEALTHY: dict[str, Any] = {"root": True, "size": 3, "leaf": "green"}


@dataclass(frozen=True)
class Ran:
    """A pytest run that ended."""

    status: int
    output: str
    folder: Path

    @property
    def record(self) -> list[dict[str, Any]]:
        """The lines of the newest record."""
        newest = max(self.folder.rglob("runs/*.jsonl"), key=lambda path: path.stat().st_mtime)
        return [json.loads(line) for line in newest.read_text().splitlines()]

    @property
    def verdicts(self) -> dict[str, str]:
        """Full id to verdict, from the record."""
        found = [line for line in self.record if line["kind"] in ("check", "empty") and line["selected"]]
        return {line["id"]: line["verdict"] for line in found}


def lay(
    folder: Path,
    answers: Mapping[str, Any],
    exemptions: list[dict[str, str]] | None = None,
    rules: Mapping[str, Any] | None = None,
    remedies: str = "",
    attestations: list[dict[str, Any]] | None = None,
) -> None:
    """Write the project into `folder`; `remedies` is code for the end of its conftest."""
    (folder / "rules.json").write_text(json.dumps(rules or {}))
    (folder / "conftest.py").write_text(CONFTEST + remedies)
    (folder / "test_invented.py").write_text(CHECKS)
    (folder / "answers.json").write_text(json.dumps({**HEALTHY, **answers}))
    (folder / "attestations.json").write_text(json.dumps(attestations or []))
    (folder / "exemptions.json").write_text(json.dumps(exemptions or []))
    (folder / "pyproject.toml").write_text('[tool.pytest]\nstrict = true\naddopts = ["--import-mode=importlib"]\n')


PLUGINS = (
    "-p",
    "xdist",
    "-p",
    "metadata",
    "-p",
    "html",
    "-W",
    "ignore:Module already imported so cannot be rewritten; html",
)
"""Only what the suite itself declares: what else is installed beside it makes each start twice as long.

`html` is pytest-html's name and that of a module of the standard library, which pytest takes it for in a warning.
"""


def command(*arguments: str) -> list[str]:
    """The pytest of the project."""
    return [sys.executable, "-m", "pytest", *PLUGINS, *arguments]


def surroundings(**env: str) -> dict[str, str]:
    """The environment of the project's pytest; its bytecode is kept, as on an operator's machine."""
    kept = {name: value for name, value in CLEAN.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ours = {"PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    return {**kept, **ours, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **env}


def run(folder: Path, *arguments: str, encoding: str = "utf-8", **env: str) -> Ran:
    """Run pytest there; what it prints must be text in `encoding`."""
    done = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=surroundings(**{"XDG_STATE_HOME": str(folder / STATE), **env}),
        capture_output=True,
        encoding=encoding,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout + done.stderr, folder)
