"""The guard: whether a plan may be carried out here and now. Source: design.md, Remedies; guide, safety rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fixers.journal import Journal
from fixers.plan import Plan
from fixtures.expectations import Environment

WITHOUT_ASKING = ("safe", "restart")
ATTEMPTS = 3
WINDOW = 900.0
"""At most `ATTEMPTS` in `WINDOW` seconds for one remedy on one check, over all runs."""


@dataclass(frozen=True)
class Guard:
    """The operator's permissions for this run.

    `ask` puts a question to a person at a terminal and returns the answer; None where there is no terminal.
    """

    env: Environment
    allowed: frozenset[str]
    confirmed: frozenset[str]
    ask: Callable[[str], str] | None

    def refusal(self, plan: Plan, journal: Journal) -> str | None:
        """Why the plan must not be carried out; None where it may."""
        if plan.risk not in WITHOUT_ASKING and plan.risk not in self.allowed:
            return f"its risk is {plan.risk}; allow it with --fix-allow={plan.risk}"
        if (before := journal.attempts(plan.remedy, plan.check, WINDOW)) >= ATTEMPTS:
            return (
                f"it was attempted {before} times in the last {WINDOW / 60:.0f} minutes and the failure came back; "
                "look for the cause behind it"
            )
        if self._unconfirmed(plan):
            return self._asked(plan)
        return None

    def asks(self, plan: Plan) -> bool:
        """Whether a person will be asked, who may take minutes."""
        return self.ask is not None and self._unconfirmed(plan)

    def _unconfirmed(self, plan: Plan) -> bool:
        return (self.env.protected or plan.risk == "network") and plan.id not in self.confirmed

    def _to_confirm(self, plan: Plan) -> str:
        why = f"{self.env.name} is protected" if self.env.protected else f"its risk is {plan.risk}"
        if any(self.confirmed):
            given = ", ".join(sorted(filter(None, self.confirmed)))
            return f"{why}, and --confirm={given} is not this plan; read it, then say --confirm={plan.id}"
        return f"{why}; read the plan, then add --confirm={plan.id}"

    def _asked(self, plan: Plan) -> str | None:
        if self.ask is None:
            return self._to_confirm(plan)
        answer = self.ask("\n".join([*plan.lines(), f"Carry this out on {self.env.name}? Type {plan.id} to go on: "]))
        return None if answer.strip() == plan.id else "it was not confirmed"
