"""The whole read-only run on the healthy lab, against its floor and against 20 seconds."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figure import Figure, median, process
from benchmarks.floor import PYTEST, floor
from benchmarks.machine import share

SECONDS = 20.0


def figures() -> Iterator[Figure]:
    """All of the same runs, but for its share of the machine."""
    least = floor()
    whole = process([*PYTEST, "--env=lab"])
    run = median(whole)
    yield Figure("full run / floor", run / least.seconds, 2.5, f"full run {run:.2f} s; {least}")
    yield share("full run", whole)
    yield Figure("full run / 20 s", run / SECONDS, 1.0, f"{run:.2f} s")
