"""`--expect-commit` on the lab: what its workflow has delivered is of that commit, and of no other."""

from __future__ import annotations

from pathlib import Path

from lab.components._alm import Alm
from lab.site import Lab
from tests.lab.suite import ask

CHECK = "system.deploy.current[botserver]"
NOBODYS = "0123456789" * 4


def test_of_the_commit_that_was_delivered(lab: Lab, tmp_path: Path) -> None:
    ran = ask(tmp_path, "-k", CHECK, f"--expect-commit={Alm(lab).head()[:7].upper()}")
    assert (ran.status, ran.verdicts) == (0, {CHECK: "passed"}), ran.output


def test_by_workers(lab: Lab, tmp_path: Path) -> None:
    ran = ask(tmp_path, "-k", CHECK, f"--expect-commit=botserver={NOBODYS}", "-n", "2")
    assert (ran.status, ran.verdicts) == (1, {CHECK: "failed"}), ran.output


def test_of_another_commit(tmp_path: Path) -> None:
    ran = ask(tmp_path, "-k", CHECK, f"--expect-commit={NOBODYS}")
    assert (ran.status, ran.verdicts) == (1, {CHECK: "failed"}), ran.output
    said = " ".join(ran.output.split())
    assert f"commit: expected {NOBODYS}, found " in said, ran.output
    assert "nothing has delivered 012345678901; push it, or start the workflow for it" in said
    assert f"--expect-commit={NOBODYS}" in ran.record.run.suite.command
