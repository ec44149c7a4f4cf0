"""Which faults can be injected side by side: those that touch different containers, and whose sets cannot meet.

Everything is reckoned from what a fault declares (RED, TOUCHES) and what the checks stand on; nobody keeps a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fixtures.expectations import Environment
from fixtures.verdict.register import every
from lab.faults import Fault
from lab.faults.holding import reached

HOST = "host"
TOGETHER = 4
"""As many at once: with more, the wait for the slowest eats what the shared question saves."""
WIDE = 3
"""Containers: what reaches checks of more of them (Vault sealed, PostgreSQL stopped) would hide what others do."""


@dataclass(frozen=True)
class Spread:
    """How far a fault goes."""

    fault: str
    places: frozenset[str]
    """The containers that it touches."""
    reach: frozenset[str]
    """The checks that it turns red, and all that stand on them."""
    reached: frozenset[str]
    """The containers that those are about."""
    near: frozenset[str]
    """Every check about its places: what it may turn red against its declaration must not be hidden by another."""

    @property
    def alone(self) -> bool:
        """Whether it touches what all stand on."""
        return HOST in self.places or len(self.reached) > WIDE

    def meets(self, other: Spread) -> bool:
        """Whether one check could be red or blocked by either, or one hide what the other does."""
        apart = (
            self.places.isdisjoint(other.places)
            and self.reach.isdisjoint(other.reach | other.near)
            and self.near.isdisjoint(other.reach)
        )
        return self.alone or other.alone or not apart


def spreads(env: Environment, faults: Iterable[Fault]) -> dict[str, Spread]:
    """How far each goes in that environment, by the fault's id."""
    named = {check.full_id(subject): (check, subject) for check in every() for subject in check.subjects(env)}
    needs = {
        id: (*check.needed(env, subject), *check.explained(env, subject)) for id, (check, subject) in named.items()
    }
    about = {id: subject.container for id, (_, subject) in named.items()}

    def spread(fault: Fault) -> Spread:
        places = {*fault.touches, *(about[red] for red in fault.red if red in about)}  # lint tells of another
        reach = reached(needs, fault.red)
        return Spread(
            fault.id,
            frozenset(places),
            frozenset(reach),
            frozenset(about[id] for id in reach),
            frozenset(id for id, container in about.items() if container in places),
        )

    return {fault.id: spread(fault) for fault in faults}


def groups(spreads: Iterable[Spread]) -> list[tuple[str, ...]]:
    """The faults in groups of which no two meet: the widest first, each in the first group that has a place for it."""
    found: list[list[Spread]] = []
    for spread in sorted(spreads, key=lambda each: (-len(each.reach), each.fault)):
        for group in found:
            if len(group) < TOGETHER and not any(spread.meets(each) for each in group):
                group.append(spread)
                break
        else:
            found.append([spread])
    return [tuple(each.fault for each in group) for group in found]
