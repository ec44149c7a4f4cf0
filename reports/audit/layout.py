"""Where the parts of the map lie: what is published above, the rest below, and between them a lane per dependency.

All in units of the drawing; one is a pixel where it is not scaled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reports.audit.topology import Topology

MOST = 24
"""Containers; of more, the table takes the place of the drawing."""
PITCH, WIDTH, HEIGHT = 134, 122, 94
MARGIN, TOP = 12, 150
LANE, CLEAR = 17, 50
"""Height of a lane, and what must be free between two dependencies in one."""
ROUNDS = 4
"""How often the rows are put in order by each other."""
Row = tuple[str, ...]
Point = tuple[int, int]


@dataclass(frozen=True)
class Port:
    """Where a published port crosses the frame."""

    id: str
    label: str
    x: int
    end: int
    verdict: str


@dataclass(frozen=True)
class Wire:
    """A dependency: from its target along a lane, down or up to each that depends on it."""

    target: Point
    lane: int
    upwards: bool
    ends: tuple[Point, ...]
    verdict: str

    @property
    def weight(self) -> bool:
        """Whether it is drawn over others: what is red is never hidden by what holds."""
        return self.verdict != "passed"

    @property
    def span(self) -> Point:
        """The lane's first and last x."""
        xs = [self.target[0], *(x for x, _ in self.ends)]
        return min(xs), max(xs)


@dataclass(frozen=True)
class Layout:
    """The drawing."""

    width: int
    height: int
    boxes: dict[str, Point]
    ports: tuple[Port, ...]
    wires: tuple[Wire, ...]


def layout(found: Topology) -> Layout:
    """The whole map."""
    upper, lower = rows(found)
    centres = {name: MARGIN + i * PITCH + WIDTH // 2 for row in (upper, lower) for i, name in enumerate(row)}
    levels = lanes({target: [centres[name] for name in (target, *ends)] for target, ends in found.drawn.items()})
    below = TOP + HEIGHT + 30 + LANE * (max(levels.values(), default=-1) + 1)
    boxes = {name: (centres[name] - WIDTH // 2, TOP if name in upper else below) for name in centres}
    columns = max(len(upper), len(lower), 1)
    height = (below + HEIGHT if lower else TOP + HEIGHT) + 34
    return Layout(
        width=MARGIN * 2 + PITCH * (columns - 1) + WIDTH,
        height=height,
        boxes=boxes,
        ports=tuple(_ports(found, boxes)),
        wires=tuple(_wires(found, boxes, levels, upper)),
    )


def rows(found: Topology) -> tuple[Row, Row]:
    """What is published and what is not, each in the order in which fewest dependencies run across others."""
    outside = {each.container for each in found.published}
    upper = tuple(name for name in found.places if name in outside)
    lower = tuple(name for name in found.places if name not in outside)
    partners: dict[str, set[str]] = {name: set() for name in found.places}
    for target, ends in found.drawn.items():
        for name in ends:
            partners[name].add(target)
            partners[target].add(name)
    for _ in range(ROUNDS):
        lower = _ordered(lower, upper, partners)
        upper = _ordered(upper, lower, partners)
    return upper, lower


def _ordered(row: Row, other: Row, partners: Mapping[str, set[str]]) -> Row:
    """By the middle of what each is joined with in the other row; those that are joined with nothing keep theirs."""
    at = {name: Fraction(i, max(len(other) - 1, 1)) for i, name in enumerate(other)}

    def middle(name: str) -> Fraction:  # exact: the page must be the same to the bit wherever it is made
        found = [at[each] for each in partners[name] if each in at]
        return sum(found, Fraction()) / len(found) if found else Fraction(row.index(name), max(len(row) - 1, 1))

    return tuple(sorted(row, key=middle))


def lanes(spans: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """A lane for each dependency, the widest in the first: those that do not overlap share one."""
    taken: list[list[Point]] = []
    levels: dict[str, int] = {}
    for target in sorted(spans, key=lambda each: (min(spans[each]) - max(spans[each]), each)):
        low, high = min(spans[target]) - CLEAR, max(spans[target]) + CLEAR
        level = next((n for n, lane in enumerate(taken) if all(high < a or low > b for a, b in lane)), len(taken))
        if level == len(taken):
            taken.append([])
        taken[level].append((low, high))
        levels[target] = level
    return levels


def spread(start: int, count: int) -> list[int]:
    """`count` places along the side of a box that begins at `start`."""
    return [round(start + WIDTH * (n + 0.5) / count) for n in range(count)]


def _ports(found: Topology, boxes: Mapping[str, Point]) -> Iterable[Port]:
    for name, (x, y) in boxes.items():
        own = [each for each in found.published if each.container == name]
        for each, at in zip(own, spread(x, len(own)), strict=True):
            label = f"{each.external}{'u' if each.protocol == 'udp' else ''}"
            yield Port(each.id, label, at, y, found.reached[each.id])


def _wires(found: Topology, boxes: Mapping[str, Point], levels: Mapping[str, int], upper: Row) -> Iterable[Wire]:
    joined: dict[str, list[str]] = {name: [] for name in boxes}
    for target, ends in found.drawn.items():
        for name in (target, *ends):
            joined[name].append(target)

    def point(name: str, target: str) -> Point:
        order = sorted(joined[name], key=lambda each: (boxes[each][0] + (1 if each == name else 0), each))
        x, y = boxes[name]
        return spread(x, len(order))[order.index(target)], y + HEIGHT if name in upper else y

    for target, ends in found.drawn.items():
        yield Wire(
            target=point(target, target),
            lane=TOP + HEIGHT + 18 + LANE * levels[target],
            upwards=target in upper,
            ends=tuple(point(name, target) for name in ends),
            verdict=found.places[target].verdict,
        )


def fitted(text: str, width: float, size: float) -> str:
    """A text no wider than `width` in a typeface of `size`; shortened where it is."""
    most = int(width / (size * 0.6))
    return text if len(text) <= most else f"{text[: most - 1].rstrip(' ,')}…"
