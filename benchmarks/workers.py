"""From how many questions four processes are faster than one: `-n 4` on 13, 26 and 52 light instances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.containers import SIZES, sized
from benchmarks.figure import Figure, medians

WORKERS = "-n4"
ROUNDS = 3


def figures() -> Iterator[Figure]:
    """The one figure: said, and without a target."""
    with sized() as made:
        counts = [*made.questions().values()]
        actions = {f"{size} {options}": made.run(size, *options) for size in SIZES for options in ((), (WORKERS,))}
        seconds = medians(actions, ROUNDS, warm=True)
    yield pays(counts, *([seconds[f"{size} {options}"] for size in SIZES] for options in ((), (WORKERS,))))


def pays(counts: Sequence[int], alone: Sequence[float], shared: Sequence[float]) -> Figure:
    """The greatest of the runs by four processes against one, and where the lines through all of them cross."""
    found = crossing(counts, alone, shared)
    where = "never, by the straight lines through them" if found is None else f"from {found:.0f} questions"
    runs = ", ".join(
        f"{count} questions {one:.2f} s and {four:.2f} s"
        for count, one, four in zip(counts, alone, shared, strict=True)
    )
    return Figure("-n 4 / one process", shared[-1] / alone[-1], None, f"one process and -n 4: {runs}; it pays {where}")


def crossing(counts: Sequence[float], alone: Sequence[float], shared: Sequence[float]) -> float | None:
    """The number of questions from which `shared` is faster, by the straight lines through both; None: from none."""
    (fixed, each), (fixed_shared, each_shared) = straight(counts, alone), straight(counts, shared)
    if each <= each_shared:
        return None
    return max(0.0, (fixed_shared - fixed) / (each - each_shared))


def straight(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """Seconds at nothing and per thing of the line with the least squares."""
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    slope /= sum((x - middle_x) ** 2 for x in xs)
    return middle_y - slope * middle_x, slope
