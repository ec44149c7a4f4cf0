"""One figure: a ratio against something measured in the same run, and the target it has to meet."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5

Action = Callable[[], object]


@dataclass(frozen=True)
class Figure:
    """`ratio` must be at most `target`, or at least, where `more` is better; without a target it is only said."""

    name: str
    ratio: float
    target: float | None
    said: str
    more: bool = False

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        if self.target is None:
            return True
        return self.ratio >= self.target if self.more else self.ratio <= self.target

    def __str__(self) -> str:
        """One line."""
        if self.target is None:
            return f"      {self.name}: {self.ratio:.2f} {self.said}"
        verdict, sign = "ok   " if self.met else "SHORT", "≥" if self.more else "≤"
        return f"{verdict} {self.name}: {self.ratio:.2f} (target {sign} {self.target:g}) {self.said}"


def median(action: Action, runs: int = RUNS) -> float:
    """The median wall time of `action` in seconds, after one run that does not count."""
    return medians({"": action}, runs)[""]


def medians(actions: Mapping[str, Action], runs: int = RUNS, *, warm: bool = False) -> dict[str, float]:
    """The median wall time of each in seconds, after one run that does not count, unless all is `warm` already.

    They take turns, so that what else the machine does weighs on all of them alike.
    """
    times: dict[str, list[float]] = {name: [] for name in actions}
    for action in () if warm else actions.values():
        action()
    for _ in range(runs):
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in times.items()}


def surroundings() -> dict[str, str]:
    """The environment of what is measured: Python may keep its bytecode, as on an operator's machine."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(argv: Sequence[str], *, cwd: Path = ROOT, also: Mapping[str, str] | None = None) -> Callable[[], str]:
    """An action that runs a program in the repository, or in `cwd`, demands success, and gives its standard output."""

    def action() -> str:
        env = surroundings() | dict(also or {})
        done = subprocess.run(argv, cwd=cwd, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(argv)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    return action
