"""The whole read-only run on the healthy lab, against its floor and against 20 seconds."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.figure import Figure, median, process
from benchmarks.floor import PYTEST, floor

SECONDS = 20.0


def figures() -> Iterator[Figure]:
    """Both of the same runs."""
    least = floor()
    run = median(process([*PYTEST, "--env=lab"]))
    yield Figure("full run / floor", run / least.seconds, 2.5, f"full run {run:.2f} s; {least}")
    yield Figure("full run / 20 s", run / SECONDS, 1.0, f"{run:.2f} s")
