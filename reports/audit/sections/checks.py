"""Every check: what is to be told line by line, what holds or waits for a cause folded, by room."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reports.audit.evidence import fields, remarks
from reports.audit.section import Section
from reports.audit.sections.rooms import ROOMS, ordered
from reports.audit.view import ORDER, RED, Outcome, View
from reports.causes import SEVERITIES
from reports.conclusion import gist
from reports.line import CheckLine, StatementLine

MEANS = {
    "passed": ("as declared", 0),
    "failed": ("not as declared", 1),
    "unknown": ("could not be asked; never a pass", 1),
    "blocked": ("something it needs does not hold; the cause is named", 1),
    "skipped": ("does not apply here", 0),
    "empty": ("asked of nothing: nothing of the kind is declared", 0),
    "off": ("not asked here: the site says so, and why", 0),
    "waived": ("failed, with a live exemption, or standing on what has one", 0),
    "flaky": ("held only after waiting", 0),
    "fixed": ("failed, was repaired, then passed live", 0),
}
"""Verdict to what it means, and the exit code that it alone gives."""


@dataclass(frozen=True)
class Check:
    """What holds of one check: what it says of itself once, then its things."""

    statement: StatementLine
    lines: tuple[CheckLine, ...]

    @property
    def first(self) -> CheckLine:
        """For what all have in common."""
        return self.lines[0]


@dataclass(frozen=True)
class Waiting:
    """What waits for one cause."""

    number: int | None
    root: str
    lines: tuple[CheckLine, ...]


@dataclass(frozen=True)
class Room:
    """One room's outcomes."""

    name: str
    words: str
    tally: tuple[tuple[str, int], ...]
    told: tuple[Outcome, ...]
    waiting: tuple[Waiting, ...]
    holds: tuple[Check, ...]

    @property
    def held(self) -> int:
        """How many hold."""
        return sum(len(check.lines) for check in self.holds)


def section(view: View) -> Section:
    """All rooms, and the filter above them."""
    counts = view.counts
    data = {
        "rooms": rooms(view),
        "found": Counter(str(line.verdict) for line in view.record.outcomes.values()),
        "severities": SEVERITIES,
        "means": MEANS,
        "said": said,
        "evidence": evidence,
        "remarks": remarks,
        "fields": fields,
    }
    answer = f"{view.asked:,} asked, {view.asked - sum(counts[each] for each in RED):,} hold"
    return Section("checks", "Every check", answer, "checks.html", data)


def rooms(view: View) -> list[Room]:
    """In the order of the guide."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for line in view.record.outcomes.values():
        found[line.room].append(line)
    return [_room(view, name, found[name]) for name in ordered({*found})]


def _room(view: View, name: str, lines: list[Outcome]) -> Room:
    counts = Counter(str(line.verdict) for line in lines)
    told = [line for line in lines if line.verdict not in ("passed", "blocked")]
    told.sort(key=lambda line: (ORDER.index(line.verdict), SEVERITIES.index(line.severity), line.check))
    return Room(
        name=name,
        words=ROOMS.get(name, ""),
        tally=tuple((verdict, counts[verdict]) for verdict in ORDER if counts[verdict]),
        told=tuple(told),
        waiting=tuple(_waiting(view, (each for each in lines if each.verdict == "blocked"))),
        holds=tuple(_holds(view, (each for each in lines if each.verdict == "passed"))),
    )


def _waiting(view: View, lines: Iterable[Outcome]) -> Iterable[Waiting]:
    groups: dict[str, list[CheckLine]] = defaultdict(list)
    for line in lines:
        if isinstance(line, CheckLine):
            groups[line.root or ""].append(line)
    made = [Waiting(view.numbers.get(root), root, tuple(group)) for root, group in groups.items()]
    return sorted(made, key=lambda each: each.number or 0)


def _holds(view: View, lines: Iterable[Outcome]) -> Iterable[Check]:
    groups: dict[str, list[CheckLine]] = defaultdict(list)
    for line in lines:
        if isinstance(line, CheckLine):
            groups[line.check].append(line)
    return [Check(view.record.statements[check], tuple(groups[check])) for check in sorted(groups)]


def said(line: Outcome) -> str:
    """The one thing that is to be told of an outcome that is not simply green."""
    if isinstance(line, CheckLine) and line.differences:
        return "; ".join(f"{each.field}: declared {each.expected}, found {each.found}" for each in line.differences)
    return gist(line)


def evidence(line: CheckLine) -> str:
    """What was found of what holds, and what was declared where that is no single value."""
    parts = [
        f"{each.name} {each.found}" + ("" if each.declared == each.found else f" (declared {each.declared})")
        for each in fields(line)
    ]
    return ", ".join(parts)
