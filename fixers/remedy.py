"""What a remedy is, and the register of all of them. Source: design.md, Remedies; catalogue.md."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fixers.step import Plan, Snapshot, Step
from fixtures.errors import SuiteError
from fixtures.expectations import Environment
from fixtures.facts.memory import Facts
from fixtures.verdicts import Outcome

Risk = Literal["safe", "restart", "data", "network", "secrets"]
RISKS: tuple[Risk, ...] = ("safe", "restart", "data", "network", "secrets")
FOLDER = Path(__file__).resolve().parent

Planner = Callable[[Any, Environment, Facts], Iterable[Step]]

_register: dict[str, Remedy] = {}


class RemedyRefused(SuiteError):
    """The remedy does not act here, and says why; nothing was changed."""


@dataclass(frozen=True)
class Remedy:
    """A documented way to put one kind of failure right.

    `row` is the guide's row; `right` what the operator must be allowed; `undo` how it is taken back; `settle` how
    long, in seconds, the check may take to turn green after the last step.
    """

    id: str
    row: str
    symptom: str
    risk: Risk
    right: str
    undo: str
    settle: float
    planner: Planner

    def plan(self, outcome: Outcome, env: Environment, facts: Facts) -> Plan:
        """The steps against the failure `outcome`; anything but a safe one starts with a snapshot.

        Raises:
            RemedyRefused: it must not be tried.
            FactUnavailable: what it needs to know could not be asked.
        """
        steps = tuple(self.planner(outcome.subject, env, facts))
        if self.risk != "safe":
            instances = dict.fromkeys(step.instance for step in steps)
            steps = (*(Snapshot(f"keep {name} as it is", name) for name in instances), *steps)
        reason = "" if steps else "what it would change is as declared already"
        return Plan(self.id, outcome.id, self.risk, self.undo, steps, self.settle, reason)


def remedy(
    id: str, *, row: str, symptom: str, risk: Risk, right: str, undo: str, settle: float = 30.0
) -> Callable[[Planner], Planner]:
    """Make a planner the remedy `id`."""

    def register(planner: Planner) -> Planner:
        _register[id] = Remedy(id, row, symptom, risk, right, undo, settle, planner)
        return planner

    return register


def every() -> Iterator[Remedy]:
    """Every remedy, by id."""
    for path in sorted(FOLDER.glob("*/*.py")):
        importlib.import_module(f"{FOLDER.name}.{path.parent.name}.{path.stem}")
    yield from (_register[id] for id in sorted(_register))


def named(id: str) -> Remedy | None:
    """The remedy `id`; None where the catalogue leaves the repair to a person, or it is not written yet."""
    return next((each for each in every() if each.id == id), None)
