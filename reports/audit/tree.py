"""What a cause blocks, as a tree along what each check needs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reports.audit.view import View
from reports.causes import SEVERITIES, Cause
from reports.line import CheckLine


@dataclass(frozen=True)
class Branch:
    """One outcome, or several alike leaves of one check, and what waits for it."""

    lines: tuple[CheckLine, ...]
    also: tuple[int, ...] = ()
    """Numbers of other causes that it waits for as well."""
    branches: tuple[Branch, ...] = ()

    @property
    def line(self) -> CheckLine:
        """The first."""
        return self.lines[0]


def tree(view: View, cause: Cause) -> tuple[Branch, ...]:
    """A branch for each thing of the cause that blocks something."""
    own = {line.id for line in cause.lines}
    blocked = view.checks(cause.blocked)
    inside = own | {line.id for line in blocked}
    depths = _depths(view, own, inside)
    children: dict[str, list[CheckLine]] = defaultdict(list)
    for line in blocked:
        near = [id for id in line.needs if id in inside] or [line.root or cause.first.id]
        children[max(near, key=lambda id: depths.get(id, 0))].append(line)
    number = view.numbers[cause.first.id]
    return tuple(
        Branch((line,), branches=_branches(view, children, line.id, number))
        for line in cause.lines
        if children[line.id]
    )


def _depths(view: View, own: set[str], inside: set[str]) -> dict[str, int]:
    """How far below the cause each is, by its longest way."""
    depths = dict.fromkeys(own, 0)

    def depth(id: str) -> int:
        if id not in depths:
            depths[id] = 0
            depths[id] = 1 + max((depth(need) for need in view.needs(id) if need in inside), default=0)
        return depths[id]

    for id in sorted(inside):
        depth(id)
    return depths


def _branches(view: View, children: dict[str, list[CheckLine]], id: str, number: int) -> tuple[Branch, ...]:
    """Those with something below them first, then the most severe; leaves of one check as one."""
    made: list[Branch] = []
    leaves: dict[str, list[CheckLine]] = defaultdict(list)
    for line in sorted(children[id], key=lambda each: SEVERITIES.index(each.severity)):
        also = tuple(sorted(view.upstream(line.id) - {number}))
        if children[line.id] or also:
            made.append(Branch((line,), also, _branches(view, children, line.id, number)))
        else:
            leaves[line.check].append(line)
    made.sort(key=lambda branch: not branch.branches)
    return (*made, *(Branch(tuple(lines)) for lines in leaves.values()))
