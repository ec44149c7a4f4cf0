"""What one container more costs: 13, 26 and 52 light instances, asked all that the room `containers` asks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.figure import Action, Figure, medians
from benchmarks.light import Light
from benchmarks.overlay import Suite, light, suite
from lab.site import Lab

SIZES = (13, 26, 52)
ROUNDS = 3
NOT_RED = ("passed", "empty")


@dataclass(frozen=True)
class Sized:
    """The suite with an environment for the first 13, 26 and 52 of the light instances."""

    suite: Suite

    def run(self, size: int, *options: str) -> Action:
        """One process or, by `options`, more; the other instances of the project are not undeclared ones."""
        chosen = ("-m", "containers", "-k", "not containers.inventory.declared")
        return self.suite.run(_name(size), *chosen, *options)

    def questions(self) -> dict[int, int]:
        """How many each size is."""
        return {size: passed(self.run(size, "--report=json:-")) for size in SIZES}


@contextmanager
def sized() -> Iterator[Sized]:
    """The instances are there and answer; nothing of them is left."""
    with Light(Lab.open()) as made:
        addresses = [*made.grow(SIZES[-1]).items()]
        with suite({_name(size): light(dict(addresses[:size])) for size in SIZES}) as copy:
            yield Sized(copy)


def figures() -> Iterator[Figure]:
    """The one figure."""
    with sized() as made:
        counts = made.questions()
        seconds = medians({str(size): made.run(size) for size in SIZES}, ROUNDS, warm=True)
    yield linear([seconds[str(size)] for size in SIZES], counts)


def passed(action: Action) -> int:
    """How many passed of a run that writes its report to standard output. Raises SystemExit where one is red."""
    verdicts = [check["verdict"] for check in json.loads(str(action()))["checks"]]
    if red := sorted(set(verdicts) - set(NOT_RED)):
        raise SystemExit(f"what is measured must be healthy, but there are verdicts {', '.join(red)}")
    return verdicts.count("passed")


def linear(seconds: Sequence[float], counts: Mapping[int, int]) -> Figure:
    """What one container more costs among the last, against what it costs among those before."""
    first, second, third = SIZES
    early, late = (seconds[1] - seconds[0]) / (second - first), (seconds[2] - seconds[1]) / (third - second)
    runs = ", ".join(
        f"{size} instances ({counts[size]} questions) {took:.2f} s" for size, took in zip(SIZES, seconds, strict=True)
    )
    said = f"{runs}: {late * 1000:.0f} ms a container from {second} to {third}, {early * 1000:.0f} ms before"
    return Figure("one container more / the one before", late / early, 1.2, said)


def _name(size: int) -> str:
    return f"bench{size}"
