"""Rounds of the fault matrix: faults injected side by side, asked about once, and healed side by side."""

from __future__ import annotations

import subprocess
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fixtures.verdict.register import every
from lab import faults
from lab.errors import LabError
from lab.faults import Fault, holding
from lab.site import Lab, Node
from reports.line import CheckLine
from tests.lab.suite import Ran, ask
from tests.side_by_side import Spread


class Within(Lab):
    """The lab as one fault may touch it: the containers that its declaration names."""

    def __init__(self, lab: Lab, spread: Spread) -> None:
        super().__init__(lab.env, lab.cache, lab.state)
        self.spread = spread

    def node(self, name: str) -> Node:
        """An instance among those. Raises `LabError` for another: what is touched unsaid could meet another fault."""
        if name not in {self.env.containers[each].instance for each in self.spread.places & self.env.containers.keys()}:
            raise LabError(f"{self.spread.fault} touches {name}, and neither its RED nor its TOUCHES says so")
        return super().node(name)


@dataclass(frozen=True)
class Round:
    """What the suite said while faults were injected, and what did not hold again after them."""

    faults: tuple[Fault, ...]
    broken: Ran
    seconds: float
    """What the question took."""
    left: tuple[str, ...]

    def wrong(self, spreads: Mapping[str, Spread]) -> Iterator[str]:
        """Whatever is not as these faults declare it, one sentence each."""
        red = {id: fault for fault in self.faults for id in fault.red}
        verdicts = self.broken.verdicts
        found = self.broken.of("failed", "unknown")
        yield from (f"{id} is {verdicts[id]}, and nobody declares it" for id in sorted(found - red.keys()))
        yield from (f"{id} is declared red, and is {verdicts.get(id)}" for id in sorted(red.keys() - found))
        for line in self.broken.record.checks:
            if isinstance(line, CheckLine) and line.root and line.root in red:
                if line.id not in spreads[red[line.root].id].reach:
                    yield f"{line.id} is blocked by {line.root}, and does not stand on it"
            elif isinstance(line, CheckLine) and line.root:
                yield f"{line.id} is blocked by {line.root}, which is not declared red"
        if self.broken.status != 1:
            yield f"pytest ended with {self.broken.status}"
        told = (f"FAILED {fault.red[0]}" for fault in self.faults)
        yield from (f"the output has no line {line!r}" for line in told if line not in self.broken.output)
        yield from (f"after healing: {each}" for each in self.left)


class Rounds:
    """The rounds of a run of tests: each group once; and whoever is in one that is not as declared once more, alone."""

    def __init__(
        self, lab: Lab, folder: Path, spreads: Mapping[str, Spread], groups: Iterable[tuple[str, ...]]
    ) -> None:
        self.lab = lab
        self.folder = folder
        self.spreads = spreads
        self.group = {name: group for group in groups for name in group}
        self._together: dict[tuple[str, ...], Round | None] = {}

    def of(self, name: str) -> Round:
        """A round that is as declared, or one of this fault alone: what is wrong then is its own."""
        group = self.group[name]
        if len(group) > 1 and group not in self._together:
            self._together[group] = self._tried(group)
        return self._together.get(group) or self._round((name,))

    def _tried(self, group: tuple[str, ...]) -> Round | None:
        try:
            ran = self._round(group)
        except (ExceptionGroup, AssertionError, subprocess.TimeoutExpired) as error:
            several = error.exceptions if isinstance(error, ExceptionGroup) else (error,)
            wrong = [str(each) for each in several]
        else:
            wrong = [*ran.wrong(self.spreads)]
            if not wrong:
                return ran
        warnings.warn(f"{', '.join(group)} side by side, so each alone as well: {'; '.join(wrong)}", stacklevel=1)
        return None

    def _round(self, names: tuple[str, ...]) -> Round:
        known = faults.faults()
        these = tuple(known[name] for name in names)
        try:
            self._each(faults.inject, names)
            began = time.monotonic()
            broken = ask(self.folder, *_also_canaries(these))
            seconds = time.monotonic() - began
        finally:
            self._each(faults.heal, names)
        left = holding.await_green(self.lab.env, [red for fault in these for red in fault.red], frozenset())
        return Round(these, broken, seconds, tuple(f"{each.id}: {each.text}" for each in left))

    def _each(self, act: Callable[[Lab, str], None], names: tuple[str, ...]) -> None:
        """Do it to all of them at once. Raises what they raised together, when all have ended."""
        with ThreadPoolExecutor(len(names)) as pool:
            done = [pool.submit(act, Within(self.lab, self.spreads[name]), name) for name in names]
        if raised := [error for each in done if isinstance(error := each.exception(), Exception)]:
            raise ExceptionGroup(f"{act.__name__}: {', '.join(names)}", raised)


def _also_canaries(these: Iterable[Fault]) -> tuple[str, ...]:
    """What to say so that the checks that leave traces are asked too, where one of them must go red."""
    canaries = {check.id for check in every() if check.canary}
    red = {id.partition("[")[0] for fault in these for id in fault.red}
    return ("-m", "canary or not canary") if canaries & red else ()
