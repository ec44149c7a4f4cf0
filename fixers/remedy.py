"""What a remedy and an advice are, and the register of both. Source: design.md, Remedies; catalogue.md."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.journal import holds_secret
from fixers.plan import Counsel, Plan
from fixers.steps import Step
from fixtures.errors import Unanswered
from fixtures.verdict.check import ROOMS

Risk = Literal["safe", "restart", "data", "network", "secrets"]
RISKS: tuple[Risk, ...] = ("safe", "restart", "data", "network", "secrets")
FOLDER = Path(__file__).resolve().parent

Planner = Callable[[Finding], Iterable[Step]]
Adviser = Callable[[Finding], Counsel]
When = Callable[[Finding], bool]

_register: dict[str, Remedy | Advice] = {}


@dataclass(frozen=True)
class Healer:
    """What remedies and advices have in common: `heals` are ids of checks, `when` says whether a finding is its own.

    `row` is the guide's row.
    """

    id: str
    heals: tuple[str, ...]
    row: str
    symptom: str
    when: When

    def fits(self, finding: Finding) -> bool:
        """Whether it is for this finding; what could not be asked for that is no yes."""
        try:
            return finding.check in self.heals and self.when(finding)
        except Unanswered:
            return False


@dataclass(frozen=True)
class Remedy(Healer):
    """A documented way to put one kind of failure right.

    `right` is what the operator must be allowed; `settle` how long, in seconds, the check may take to turn green
    after the last step.
    """

    risk: Risk
    right: str
    settle: float
    planner: Planner

    def plan(self, finding: Finding) -> Plan:
        """The steps against the failure that was found.

        Raises:
            RemedyRefused: it must not be tried.
            Unanswered: what it needs to know could not be asked.
        """
        steps = tuple(self.planner(finding))
        for step in steps:
            if holds_secret(step.data()):
                raise RemedyRefused(f"{step.what}: it holds a secret, which no plan may show: put it right by hand")
        reason = "" if steps else "what it would change is as declared already"
        env = finding.env
        return Plan(env.name, self.id, finding.outcome.id, self.risk, steps, self.settle, reason, env.access)


@dataclass(frozen=True)
class Advice(Healer):
    """What a person has to do: evidence is collected, the commands are filled in, nothing is changed."""

    adviser: Adviser


def remedy(
    id: str,
    *,
    heals: str | tuple[str, ...],
    row: str,
    symptom: str,
    risk: Risk,
    right: str,
    settle: float = 30.0,
    when: When = lambda _finding: True,
) -> Callable[[Planner], Planner]:
    """Make a planner the remedy `id`."""

    def register(planner: Planner) -> Planner:
        _register[id] = Remedy(id, _tuple(heals), row, symptom, when, risk, right, settle, planner)
        return planner

    return register


def advice(
    id: str, *, heals: str | tuple[str, ...], row: str, symptom: str, when: When = lambda _finding: True
) -> Callable[[Adviser], Adviser]:
    """Make a function that collects evidence the advice `id`."""

    def register(adviser: Adviser) -> Adviser:
        _register[id] = Advice(id, _tuple(heals), row, symptom, when, adviser)
        return adviser

    return register


def every() -> Iterator[Remedy | Advice]:
    """Every remedy and advice, by id."""
    for path in sorted(each for each in FOLDER.glob("*/*.py") if each.parent.name in ROOMS):
        importlib.import_module(f"{FOLDER.name}.{path.parent.name}.{path.stem}")
    yield from (_register[id] for id in sorted(_register))


def fitting(finding: Finding) -> tuple[Remedy | Advice, ...]:
    """All that are for this finding; more than one is a mistake of theirs, which nobody decides for them."""
    return tuple(each for each in every() if each.fits(finding))


def chosen(finding: Finding) -> Remedy | Advice | None:
    """The one that is for this finding; None where it is left to a person.

    Raises:
        RemedyRefused: several are; all are named.
    """
    found = fitting(finding)
    if len(found) > 1:
        names = " and ".join(each.id for each in found)
        raise RemedyRefused(f"{names} both fit what was found: which one is right is not decided by chance")
    return found[0] if found else None


def _tuple(heals: str | tuple[str, ...]) -> tuple[str, ...]:
    return (heals,) if isinstance(heals, str) else heals
