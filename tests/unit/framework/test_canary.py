"""A check that leaves a trace is asked by who says so; what removes the trace outlives who left it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fixtures import canary
from fixtures.errors import FactUnavailable
from tests.unit.framework.project import lay, run

BIRD = "meet.bird.sings[meet]"
CANARY = '''

@check("meet.bird.sings", each=lambda env: ROOT, severity="low", smoke=True, canary=True)
def test_bird(expected, meet):
    """It sings.

    Why: it should.
    Fix: feed it.
    Source: guide, none.
    """
    assert_matches(expected, {"bird": "sings"}, {"bird": meet.ask("bird")})
'''


@pytest.mark.parametrize(
    ("how", "asked"),
    [
        ((), False),
        (("-m", "smoke"), False),
        (("-m", "not slow"), False),
        (("-k", "meet"), False),
        (("-n", "2"), False),
        (("-m", "not canary"), False),
        (("-m", "canary"), True),
        (("-m", "canary", "-n", "2"), True),
        (("-m", "canary or smoke"), True),
    ],
)
def test_it_is_asked_by_who_names_it(tmp_path: Path, how: tuple[str, ...], asked: bool) -> None:
    lay(tmp_path, {"bird": "sings"})
    checks = tmp_path / "test_invented.py"
    checks.write_text(checks.read_text() + CANARY)
    ran = run(tmp_path, *how)
    assert ran.status == 0, ran.output
    assert (BIRD in ran.verdicts) is asked
    assert ("bird" in (tmp_path / "asked.txt").read_text().split()) is asked


GUARD = """
import pathlib, sys
sys.stdin.readline()
print("ready", flush=True)
sys.stdin.read()
pathlib.Path(sys.argv[1]).unlink()
"""
LEAVING = """
import os, pathlib, sys, time
from fixtures import canary
canary.GUARD = (sys.executable, "-c", os.environ["GUARD"], sys.argv[1])
with canary.leaving("lab", "system", "remove_canary"):
    pathlib.Path(sys.argv[1]).touch()
    print("left", flush=True)
    time.sleep(60)
"""


@pytest.mark.process
@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_what_is_left_is_removed_when_we_are_killed(tmp_path: Path, kill: signal.Signals) -> None:
    trace = tmp_path / "trace"
    command = [sys.executable, "-c", LEAVING, str(trace)]
    env = {**os.environ, "GUARD": GUARD}
    with subprocess.Popen(
        command, cwd=Path(canary.ROOT), env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as left:
        assert left.stdout is not None
        assert left.stdout.readline() == b"left\n"
        assert trace.exists()
        left.send_signal(kill)
    ends = time.monotonic() + 10
    while trace.exists():
        assert time.monotonic() < ends
        time.sleep(0.02)


def test_what_cannot_be_removed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canary, "GUARD", (sys.executable, "-c", GUARD, str(tmp_path / "nothing")))
    with pytest.raises(FactUnavailable, match="FileNotFoundError"), canary.leaving("lab", "system", "remove_canary"):
        pass


def test_without_a_guard_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canary, "GUARD", (sys.executable, "-c", "raise SystemExit('no guard today')"))
    with pytest.raises(FactUnavailable, match="no guard today"), canary.leaving("lab", "system", "remove_canary"):
        pytest.fail("it was left")
