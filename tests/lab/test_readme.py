"""Every command of the README does what it says, on the lab."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from lab import faults
from lab.site import Lab

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {
    "make smoke": "run by hand in a new clone, and by `make bench`",
    "make check": "by hand, and a part of what is running now",
    "make test": "what is running now",
    "python -m lab down": "tests/lab/test_teardown.py",
    "python -m reports verify FILE": "tests/unit/reports/test_verify.py",
    "python -m reports terminal FILE": "tests/unit/reports/test_line.py",
    "python -m reports json FILE": "tests/unit/reports/test_line.py",
}
"""Commands that other tests run, and where."""


def commands() -> list[str]:
    lines = re.findall(r"^    (\S.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    return [line.partition("  #")[0].strip() for line in lines if re.match(r"(pytest|python|make) ", line)]


@pytest.mark.parametrize("command", [each for each in commands() if each not in ELSEWHERE])
def test_command(lab: Lab, tmp_path: Path, command: str) -> None:
    argv = shlex.split(command)
    program = {"pytest": [sys.executable, "-m", "pytest"], "python": [sys.executable]}[argv[0]]
    state = {"XDG_STATE_HOME": str(tmp_path)}
    try:
        done = subprocess.run(
            [*program, *argv[1:]],
            cwd=ROOT,
            env={**os.environ, **state},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
    finally:
        for fault in faults.active(lab):
            faults.heal(lab, fault)


def test_the_commands_run_elsewhere_stand_in_the_readme() -> None:
    assert set(ELSEWHERE) <= set(commands())
