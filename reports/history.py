"""What each check was over the last runs: what flaps, what is red and since when, and how long a repair took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from reports.line import CheckLine
from reports.record import Record, RecordError, read
from reports.recorder import records_in

FLAPPING = 3
"""Turns between red and holding."""
RED = ("failed", "unknown")
"""What is red by itself; what is blocked says nothing of the thing."""
HOLDS = ("passed", "flaky", "fixed")


@dataclass(frozen=True)
class Story:
    """One check on one thing: its outcome in each run, None where it was not asked."""

    id: str
    lines: tuple[CheckLine | None, ...]

    @cached_property
    def told(self) -> tuple[CheckLine, ...]:
        """The outcomes that say something of the thing."""
        return tuple(line for line in self.lines if line is not None and line.verdict in (*RED, *HOLDS))

    @property
    def red(self) -> bool:
        """Whether it is red at the end."""
        return bool(self.told) and self.told[-1].verdict in RED

    @property
    def turns(self) -> int:
        """How often it changed between red and holding."""
        states = [line.verdict in RED for line in self.told]
        return sum(one != other for one, other in pairwise(states))

    @property
    def flapping(self) -> bool:
        """Whether it turns too often to be broken or repaired."""
        return self.turns >= FLAPPING

    @property
    def since(self) -> str | None:
        """When it was first seen red, of what is red at the end."""
        return self._spans[-1][0] if self.red else None

    @property
    def repairs(self) -> tuple[float, ...]:
        """Seconds from the first red to the first that holds, each time."""
        return tuple(_seconds(begin, end) for begin, end in self._spans if end is not None)

    @cached_property
    def _spans(self) -> list[tuple[str, str | None]]:
        spans: list[tuple[str, str | None]] = []
        begun: str | None = None
        for line in self.told:
            if line.verdict in RED:
                begun = begun or line.at
            elif begun is not None:
                spans.append((begun, line.at))
                begun = None
        return [*spans, (begun, None)] if begun else spans


@dataclass(frozen=True)
class History:
    """Runs of one environment, the oldest first; `left_out` says which files were not taken, and why."""

    records: tuple[Record, ...]
    left_out: tuple[str, ...]

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Every check that one of the runs selected, by id."""
        outcomes = [{line.id: line for line in record.checks if isinstance(line, CheckLine)} for record in self.records]
        ids = sorted({id for each in outcomes for id in each})
        return tuple(Story(id, tuple(each.get(id) for each in outcomes)) for id in ids)


def history(folder: Path, last: int) -> History:
    """The newest `last` runs in a folder, of the environment of the newest.

    Raises:
        RecordError: there is none that can be read.
    """
    found: list[Record] = []
    left_out: list[str] = []
    for file in records_in(folder)[::-1]:
        if len(found) == last:
            break
        try:
            record = read(file)
        except RecordError as error:
            left_out.append(str(error))
            continue
        if found and record.run.env != found[0].run.env:
            left_out.append(f"{file} is of {record.run.env}")
        else:
            found.append(record)
    if not found:
        raise RecordError("; ".join(left_out) or f"there is no record in {folder}")
    return History(tuple(found[::-1]), tuple(left_out))


def _seconds(begin: str, end: str) -> float:
    return (dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(begin)).total_seconds()


def middle(values: Iterable[float]) -> float:
    """The median."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
