"""`lab break` says what to type next; `lab heal` ends when it holds again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fixtures.interpreter import typed
from lab import faults
from lab.faults import holding
from lab.site import Lab
from tests.lab.suite import GREEN, ROOT, ask

SEALED, STOPPED = "vault.sealed", "drive.stopped"


def run(*verb: str) -> str:
    """`python -m lab VERB`, which must end well; what it said."""
    words = [sys.executable, "-m", "lab", *verb]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_was_broken_what_to_type_and_that_it_holds_again(lab: Lab, tmp_path: Path) -> None:
    try:
        said = run("break", SEALED)
        assert "red by it: vault.seal.open[vault]" in said
        assert f"see it:    {typed('pytest')} --env=lab -k 'vault.seal.open[vault]'" in said
        assert f"undo it:   {typed('python')} -m lab heal {SEALED}" in said
        left = holding.await_green(lab.env, faults.named(SEALED).red, frozenset(), limit=0)
        assert {each.cause.id for each in left} == {"vault.seal.open[vault]"}
        assert len(left) > 20
    finally:
        healed = run("heal", SEALED)
    assert "healed: it holds again" in healed
    ran = ask(tmp_path, "-m", "smoke")
    assert set(ran.verdicts.values()) <= GREEN, ran.output
    assert ran.status == 0


def test_another_fault_is_not_waited_for(lab: Lab) -> None:
    try:
        run("break", STOPPED)
        run("break", SEALED)
        assert f"{SEALED} " in run("heal", SEALED)
        assert faults.active(lab) == [STOPPED]
    finally:
        run("heal", "--all")
