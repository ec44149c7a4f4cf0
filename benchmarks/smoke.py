"""The smoke run against its floor, one check against its own probe, and `make smoke` on a lab that is up."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from benchmarks.figure import Figure, median, process
from benchmarks.floor import PROBE, PYTEST, floor
from benchmarks.machine import share
from lab.cache import Cache
from lab.verbs.up import COLD

ONE = "vault.seal.open[vault]"
WARM_SECONDS = 15.0
COLD_SECONDS = 540.0


def figures() -> Iterator[Figure]:
    """Its figures; the one of a cold start is from when this machine's cache was filled, if it was in one go."""
    least = floor(lambda check, subject: check.smoke(subject))
    run = process([*PYTEST, "--env=lab", "-m", "smoke"])
    smoke = median(run)
    yield Figure("smoke run / floor", smoke / least.seconds, 2.0, f"smoke {smoke:.2f} s; {least}")
    yield share("smoke run", run)
    yield _one_check(least.start)
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
