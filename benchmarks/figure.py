"""One figure: a ratio against something measured in the same run, and the target it has to meet."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5


@dataclass(frozen=True)
class Figure:
    """`ratio` must be at most `target`, or at least, where `more` is better."""

    name: str
    ratio: float
    target: float
    said: str
    more: bool = False

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.ratio >= self.target if self.more else self.ratio <= self.target

    def __str__(self) -> str:
        """One line."""
        verdict, sign = "ok   " if self.met else "SHORT", "≥" if self.more else "≤"
        return f"{verdict} {self.name}: {self.ratio:.2f} (target {sign} {self.target:g}) {self.said}"


def median(action: Callable[[], object], runs: int = RUNS) -> float:
    """The median wall time of `action` in seconds, after one run that does not count."""
    action()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def surroundings() -> dict[str, str]:
    """The environment of what is measured: Python may keep its bytecode, as on an operator's machine."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(argv: Sequence[str], status: int = 0) -> Callable[[], None]:
    """An action that runs a program in the repository and demands its exit status."""

    def action() -> None:
        done = subprocess.run(argv, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False)
        if done.returncode != status:
            raise SystemExit(f"{' '.join(argv)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    return action
