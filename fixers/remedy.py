"""What a remedy is, and the register of all of them. Source: design.md, Remedies; catalogue.md."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fixers.plan import Plan
from fixers.steps import Step
from fixtures.expectations import Environment
from fixtures.facts.cache import Facts
from fixtures.verdict.check import ROOMS
from fixtures.verdict.outcome import Outcome

Risk = Literal["safe", "restart", "data", "network", "secrets"]
RISKS: tuple[Risk, ...] = ("safe", "restart", "data", "network", "secrets")
FOLDER = Path(__file__).resolve().parent

Planner = Callable[[Any, Environment, Facts], Iterable[Step]]

_register: dict[str, Remedy] = {}


@dataclass(frozen=True)
class Remedy:
    """A documented way to put one kind of failure right.

    `row` is the guide's row; `right` what the operator must be allowed; `settle` how long, in seconds, the check may
    take to turn green after the last step.
    """

    id: str
    row: str
    symptom: str
    risk: Risk
    right: str
    settle: float
    planner: Planner

    def plan(self, outcome: Outcome, env: Environment, facts: Facts) -> Plan:
        """The steps against the failure `outcome`.

        Raises:
            RemedyRefused: it must not be tried.
            FactUnavailable: what it needs to know could not be asked.
        """
        steps = tuple(self.planner(outcome.subject, env, facts))
        reason = "" if steps else "what it would change is as declared already"
        return Plan(env.name, self.id, outcome.id, self.risk, steps, self.settle, reason)


def remedy(
    id: str, *, row: str, symptom: str, risk: Risk, right: str, settle: float = 30.0
) -> Callable[[Planner], Planner]:
    """Make a planner the remedy `id`."""

    def register(planner: Planner) -> Planner:
        _register[id] = Remedy(id, row, symptom, risk, right, settle, planner)
        return planner

    return register


def every() -> Iterator[Remedy]:
    """Every remedy, by id."""
    for path in sorted(each for each in FOLDER.glob("*/*.py") if each.parent.name in ROOMS):
        importlib.import_module(f"{FOLDER.name}.{path.parent.name}.{path.stem}")
    yield from (_register[id] for id in sorted(_register))


def named(id: str) -> Remedy | None:
    """The remedy `id`; None where the catalogue leaves the repair to a person, or it is not written yet."""
    return next((each for each in every() if each.id == id), None)
