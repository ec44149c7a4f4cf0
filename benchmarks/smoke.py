"""The smoke run against its floor, one check against its own probe, and `make smoke` on a lab that is up."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import ROOT, RUNS, Figure, median, process, surroundings
from fixtures.environment import load
from fixtures.verdict.check import every
from lab.cache import Cache
from lab.verbs.up import COLD

PYTEST = (sys.executable, "-m", "pytest")
ONE = "vault.seal.open[vault]"
WARM_SECONDS = 15.0
COLD_SECONDS = 540.0

CHANNELS = """
import time
from fixtures.access.kinds import access_by
from fixtures.environment import load
env = load("lab").environment
started = time.perf_counter()
access = access_by(env.access, env.vantage)
access.open_channels([container.instance for container in env.containers.values()])
print(time.perf_counter() - started)
access.close()
"""

PROBE = """
import sys, time
from fixtures.access.kinds import access_by
from fixtures.verdict.check import resolve
from fixtures.environment import load
from fixtures.facts.cache import Facts
env = load("lab").environment
check, subject = resolve(env, sys.argv[1])
access = access_by(env.access, env.vantage)
instances = [env.containers[subject.container].instance] if subject.container in env.containers else []
access.instances()
access.open_channels(instances)
facts = Facts(env, access)
started = time.perf_counter()
check.function(subject, **{room: getattr(facts, room) for room in check.rooms_asked})
print(time.perf_counter() - started)
access.close()
"""
"""The probe alone: its own client's import and its own question; channel and instances are at hand."""


def figures() -> Iterator[Figure]:
    """Its figures; the one of a cold start is from when this machine's cache was filled, if it was in one go."""
    start = _pytest_start()
    channels = _printed(CHANNELS)
    slowest, name = max((_printed(PROBE, id), id) for id in _smoke())
    floor = start + channels + slowest
    smoke = median(process([*PYTEST, "--env=lab", "-m", "smoke"]))
    parts = f"pytest {start:.2f} + channels {channels:.2f} + {name} {slowest:.2f}"
    said = f"smoke {smoke:.2f} s; floor {floor:.2f} s = {parts}"
    yield Figure("smoke run / floor", smoke / floor, 2.0, said)
    yield _one_check(start)
    warm = median(process(["make", "smoke"]), runs=3)
    yield Figure("make smoke, lab up / 15 s", warm / WARM_SECONDS, 1.0, f"{warm:.2f} s")
    cold = Cache().root / COLD
    if cold.exists():
        seconds = float(cold.read_text()) + warm
        yield Figure("make smoke, nothing there / 9 min", seconds / COLD_SECONDS, 1.0, f"{seconds:.0f} s, one run")


def _one_check(start: float) -> Figure:
    probe = median(process([sys.executable, "-c", PROBE, ONE]))
    run = median(process([*PYTEST, "--env=lab", "-k", ONE]))
    said = f"{ONE}: run {run:.2f} s, pytest start {start:.2f} s, the probe as a program {probe:.2f} s"
    return Figure("one check without pytest's start / its probe", (run - start) / probe, 1.2, said)


def _pytest_start() -> float:
    with TemporaryDirectory() as folder:
        Path(folder, "test_empty.py").write_text("def test_empty():\n    pass\n")
        return median(process([*PYTEST, "-q", "-p", "no:anyio", f"--rootdir={folder}", "-c", "/dev/null", folder]))


def _smoke() -> list[str]:
    env = load("lab").environment
    first: dict[str, str] = {}
    for check in every():
        for subject in check.subjects(env):
            if check.smoke(subject):
                first.setdefault(check.id, check.full_id(subject))
    return list(first.values())


def _printed(program: str, *arguments: str) -> float:
    times = []
    for _ in range(RUNS):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=ROOT,
            env=surroundings(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"the probe {arguments} failed, so there is nothing to measure:\n{done.stderr}")
        times.append(float(done.stdout))
    return statistics.median(times)
