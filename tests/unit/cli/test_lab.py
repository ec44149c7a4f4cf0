"""A mistake in the operator's own layer stops `lab up`, and nothing that brings the lab back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.unit.framework.project import ROOT, surroundings

WRONG = {"INFRA_CONTAINERS__VAULT__ADDRESS": "10.0.9.300"}


def lab(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lab", *arguments],
        cwd=ROOT,
        env=surroundings(LAB_STATE=str(tmp_path / "state"), LAB_CACHE=str(tmp_path / "cache"), **WRONG),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_faults_are_listed_and_healed_all_the_same(tmp_path: Path) -> None:
    for arguments, said in ((["break"], "vault.sealed"), (["heal", "--all"], "no fault is injected, nothing to heal")):
        done = lab(tmp_path, *arguments)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
        assert done.stderr.count("INFRA_CONTAINERS__VAULT__ADDRESS") == 1
        assert done.stderr.startswith("lab: without your own layer, for the expectations of lab have 1 mistake")


def test_nothing_is_built_from_it(tmp_path: Path) -> None:
    done = lab(tmp_path, "up")
    assert done.returncode == 4
    assert "INFRA_CONTAINERS__VAULT__ADDRESS" in done.stderr
