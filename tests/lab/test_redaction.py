"""Secrets stand in every place where one can be, and in nothing that the suite writes, prints or runs.

The proof that the search finds is a canary in a unit's name, which nobody can know to be one: it is found.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab import faults
from lab.site import Lab
from reports.formats import FORMATS
from tests.lab.canaries import Canaries, CommandLines, texts_below
from tests.lab.planted import own, planted
from tests.lab.suite import ROOT

PROOF = "a unit's name"
RAISING = """
import logging, os, warnings

SECRETS = [os.environ[f"SUITE_RAISED_{number}"] for number in range(4)]

def test_raising():
    print(f"dsn postgres://u:{SECRETS[0]}@tables/x")
    logging.getLogger("x").error("password=%s", SECRETS[1])
    warnings.warn(f"token={SECRETS[2]}")
    raise RuntimeError(f"could not ask https://u:{SECRETS[3]}@host/x")
"""


@dataclass(frozen=True)
class Written:
    """What was searched, and the places of the canaries that were planted."""

    canaries: Canaries
    hits: dict[str, list[str]]
    texts: dict[str, str]


@pytest.fixture(scope="module")
def written(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder, raising = tmp_path_factory.mktemp("redaction"), tmp_path_factory.mktemp("raising")
    canaries = Canaries()
    own(lab, canaries)
    unknown = canaries.simple(PROOF)
    (raising / "test_raising.py").write_text(RAISING)
    with planted(lab, canaries, unknown), fault(lab, "containers.tmp_mode"):
        env = environment(canaries, folder)
        with CommandLines() as lines:
            run(folder, env, "parallel", "-n", "4", "-vv", str(raising), "tests_infra", *outputs(folder))
            run(folder, env, "plan", "-vv", "--fix=plan")
            run(folder, env, "script", "--fix=script", "--fix-allow=data,network,secrets")
            run(folder, env, "fix", "-vv", "--fix", "-k", "tmp or current")
            killed(folder, env)
            for verb in (
                "fixers --env=lab show",
                "reports terminal lab",
                "reports history lab",
                "reports controls lab",
            ):
                ended = subprocess.run(
                    [sys.executable, "-m", *verb.split()],
                    cwd=ROOT,
                    env=env,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                (folder / f"{verb.replace(' ', '-')}.out").write_text(ended.stdout + ended.stderr)
        (folder / "command-lines").write_text("\n".join(sorted(lines.seen)))
    texts = texts_below(folder)
    return Written(canaries, canaries.found(texts), texts)


@contextmanager
def fault(lab: Lab, name: str) -> Iterator[None]:
    """One that a remedy puts right: its steps are carried out and kept in the journal."""
    try:
        faults.inject(lab, name)
        yield
    finally:
        faults.heal(lab, name)


def environment(canaries: Canaries, folder: Path) -> dict[str, str]:
    """Of the suite's own processes, with secrets that it has no use for."""
    names = (
        "PGPASSWORD",
        "AWS_SECRET_ACCESS_KEY",
        "GITHUB_TOKEN",
        "SUITE_SECRET",
        *(f"SUITE_RAISED_{n}" for n in range(4)),
    )
    mine = {name: canaries.simple(f"variable {name}") for name in names}
    return {**os.environ, **mine, "XDG_STATE_HOME": str(folder / "state")}


def outputs(folder: Path) -> list[str]:
    reports = [f"--report={name}:{folder}/out.{name}" for name in FORMATS]
    return [*reports, f"--html={folder}/out.html", "--self-contained-html", f"--junit-xml={folder}/out.xml"]


def run(folder: Path, env: dict[str, str], name: str, *arguments: str) -> None:
    command = [sys.executable, "-m", "pytest", "--env=lab", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode in (0, 1), ended.stdout + ended.stderr
    (folder / f"{name}.out").write_text(ended.stdout + ended.stderr)


def killed(folder: Path, env: dict[str, str]) -> None:
    """A run that is killed as soon as its record has outcomes."""
    record = folder / "killed.jsonl"
    with (folder / "killed.out").open("wb") as out:
        command = [sys.executable, "-m", "pytest", "--env=lab", "-vv", f"--record={record}"]
        started = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out)
        until = time.monotonic() + 60
        while started.poll() is None and time.monotonic() < until:
            if record.exists() and record.read_bytes().count(b'"kind": "check"') > 5:
                started.send_signal(signal.SIGKILL)
                break
            time.sleep(0.02)
        assert started.wait(60) == -signal.SIGKILL


def test_no_canary_is_found_anywhere(written: Written) -> None:
    hits = {place: names for place, names in written.hits.items() if place != PROOF}
    assert hits == {}


def test_the_search_finds_what_nobody_knows_to_be_a_secret(written: Written) -> None:
    found = {Path(name).name for name in written.hits[PROOF]}
    assert found >= {"out.json", "out.html", "out.audit", "parallel.out", "plan.out"}


def test_they_are_many_and_everything_is_searched(written: Written) -> None:
    planted = [place for place in written.canaries.values if not place.startswith("own ")]
    assert len(planted) >= 60
    assert len(written.canaries.values) - len(planted) >= 20
    names = {Path(name).name for name in written.texts}
    assert {f"out.{name}" for name in FORMATS} | {"out.html", "out.xml", "killed.jsonl", "journal.jsonl"} <= names
    assert any(
        "incus" in line
        for line in written.texts[next(n for n in written.texts if n.endswith("command-lines"))].splitlines()
    )


@pytest.mark.parametrize("form", ["plain", "base64", "piece", "url", "json", "html"])
def test_the_search_knows_forms_and_pieces(form: str) -> None:
    import base64
    import html
    import json
    from urllib.parse import quote

    canaries = Canaries()
    value = canaries.hard("x")
    shown = {
        "plain": value,
        "base64": base64.b64encode(f"user:{value}".encode()).decode(),
        "piece": f"... {value[3:13]} ...",
        "url": quote(value, safe=""),
        "json": json.dumps(value),
        "html": html.escape(value),
    }[form]
    assert canaries.found({"there": f"before {shown} after", "not there": "nothing"}) == {"x": ["there"]}
