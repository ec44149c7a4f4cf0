"""What leads to what: who depends on whom, by what its checks need, and which published port leads where."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from reports.audit.view import RED, Outcome, View, worst
from reports.line import CheckLine, Instance, PlatformLine, Published

HOST = ""
"""In place of a container's name, of what is nowhere in particular: the host, and the platform as a whole."""


@dataclass(frozen=True)
class Place:
    """A container, or the host: how its checks ended."""

    name: str
    counts: Counter[str]
    instance: Instance | None = None

    @property
    def verdict(self) -> str:
        """The worst."""
        return worst(self.counts)

    @property
    def words(self) -> tuple[str, ...]:
        """What is red, or how many hold."""
        red = tuple(f"{self.counts[verdict]} {verdict}" for verdict in RED if self.counts[verdict])
        held = sum(self.counts[verdict] for verdict in ("passed", "flaky", "fixed", "waived"))
        return red or (
            (f"{'all ' if held > 1 else ''}{held} hold" if held != 1 else "1 holds",) if held else ("not asked",)
        )


@dataclass(frozen=True)
class Topology:
    """The places by name, as declared; `edges` is a container to those that depend on it."""

    places: dict[str, Place]
    host: Place
    published: tuple[Published, ...]
    edges: dict[str, tuple[str, ...]]
    reached: dict[str, str]
    """A published port's id to the worst verdict of what was asked of it; `skipped` where nothing was."""

    @property
    def common(self) -> tuple[str, ...]:
        """What every other container depends on: told in words, a drawing would be nothing else."""
        return tuple(target for target, dependents in self.edges.items() if len(dependents) == len(self.places) - 1 > 2)

    @property
    def drawn(self) -> dict[str, tuple[str, ...]]:
        """The dependencies but for those on what is common."""
        return {target: ends for target, ends in self.edges.items() if target not in self.common}

    def depends(self, name: str) -> list[str]:
        """What a container depends on."""
        return sorted(target for target, dependents in self.edges.items() if name in dependents)


def topology(view: View, platform: PlatformLine) -> Topology:
    """Of the containers that the record names."""
    names = {each.name for each in platform.instances}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in view.record.outcomes.values():
        counts[line.container if line.container in names else HOST][str(line.verdict)] += 1
    return Topology(
        places={each.name: Place(each.name, counts[each.name], each) for each in platform.instances},
        host=Place(HOST, counts[HOST]),
        published=platform.published,
        edges=edges(view.record.outcomes, names),
        reached=_reached(view, platform),
    )


def edges(outcomes: dict[str, Outcome], names: set[str]) -> dict[str, tuple[str, ...]]:
    """A container to those that depend on it: what is asked of these needs more of that than that it runs.

    Where two need each other, the one that needs the other first depends on it: Vault's secrets are read by
    BotServer's token, which Vault has given.
    """
    first: dict[tuple[str, str], int] = {}
    depths = _depths(outcomes)
    for line in outcomes.values():
        for need in line.needs if isinstance(line, CheckLine) else ():
            other = outcomes.get(need)
            if other is None or other.check.startswith("containers.instance."):
                continue
            if line.container != other.container and {line.container, other.container} <= names:
                edge = (other.container, line.container)
                first[edge] = min(first.get(edge, depths[line.id]), depths[line.id])
    kept: dict[str, set[str]] = defaultdict(set)
    for (target, dependent), depth in first.items():
        if depth <= first.get((dependent, target), depth):
            kept[target].add(dependent)
    return {target: tuple(sorted(kept[target])) for target in sorted(kept)}


def _depths(outcomes: dict[str, Outcome]) -> dict[str, int]:
    """How many stand below each, by the longest way."""
    depths: dict[str, int] = {}

    def depth(id: str) -> int:
        if id not in depths:
            depths[id] = 0  # of a circle, which no check may make
            line = outcomes[id]
            needs = line.needs if isinstance(line, CheckLine) else ()
            depths[id] = 1 + max((depth(need) for need in needs if need in outcomes), default=0)
        return depths[id]

    for id in outcomes:
        depth(id)
    return depths


def _reached(view: View, platform: PlatformLine) -> dict[str, str]:
    verdicts: dict[str, list[str]] = defaultdict(list)
    for line in view.record.outcomes.values():
        if line.room == "network":
            verdicts[line.subject].append(str(line.verdict))
    return {each.id: worst(verdicts[each.id]) if verdicts[each.id] else "skipped" for each in platform.published}
