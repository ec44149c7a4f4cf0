"""Every command of the README does what it says, on the lab."""

from __future__ import annotations

import os
import re
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
    "make bench": "by hand: on a machine that does nothing else; its parts in tests/unit/benchmarks",
    "python -m benchmarks goss": "by hand, like `make bench`",
    "python -m benchmarks containers": "by hand, like `make bench`",
    "python -m benchmarks workers": "by hand, like `make bench`",
    "pytest --guide-coverage": "tests/unit/cli/test_list.py",
    "python -m lab down": "tests/lab/test_teardown.py",
    "python -m reports verify RECORD": "tests/unit/reports/test_verify.py",
    "python -m reports terminal RECORD": "tests/unit/reports/test_line.py",
    "python -m reports FORMAT RECORD": "tests/unit/reports/test_formats.py",
    "python -m reports audit RECORD -o out.html": "tests/unit/reports/test_audit.py",
    "python -m reports verify RECORD --rendered audit:out.html": "tests/unit/reports/test_audit.py",
    "python -m reports diff OLD NEW": "tests/lab/test_consumers.py",
    "python -m reports merge A B C": "tests/unit/reports/test_compared.py",
    "python -m reports history lab": "tests/unit/reports/test_compared.py",
    "python -m reports serve lab": "tests/unit/reports/test_serve.py",
    "python -m reports attest RECORD --key KEY": "tests/unit/reports/test_attestation.py",
    "python -m reports verify RECORD --key KEY.pub": "tests/unit/reports/test_attestation.py",
    "python -m reports verify RECORD --rendered=csv:FILE": "tests/unit/reports/test_attestation.py",
    "python -m reports controls RECORD": "tests/unit/reports/test_controls.py",
    "python -m reports controls RECORD --checks": "tests/unit/reports/test_controls.py",
    "pytest --env=lab --expect-commit=SHA": "tests/lab/test_expect_commit.py",
    "python -m reports nagios prod --older=2h": "tests/unit/reports/test_formats.py",
    "python -m reports nagios prod --selection='-m smoke' --older=10m": "tests/unit/reports/test_serve.py",
}
"""Commands that other tests run, and where."""


def commands() -> list[str]:
    lines = re.findall(r"^    (\S.*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    return [line.partition("  #")[0].strip() for line in lines if re.match(r"(pytest|python|make) ", line)]


@pytest.mark.parametrize("command", [each for each in commands() if each not in ELSEWHERE])
def test_command(lab: Lab, tmp_path: Path, command: str) -> None:
    bin = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    state = {"XDG_STATE_HOME": str(tmp_path)}
    try:
        done = subprocess.run(
            [
                "bash",
                "-o",
                "pipefail",
                "-c",
                command.replace("=out.", f"={tmp_path}/out.").replace(":out.", f":{tmp_path}/out."),
            ],
            cwd=ROOT,
            env={**os.environ, **state, "PATH": bin},
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
