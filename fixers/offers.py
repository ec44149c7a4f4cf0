"""What a red line may offer: the remedies and advices that fit what was found."""

from __future__ import annotations

from fixers.finding import Finding
from fixers.planned import PLANNED
from fixers.remedy import fitting
from fixtures.session import Run
from fixtures.verdict.outcome import Outcome


class Offers:
    """Asked once for each cause, whoever reports it."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._known: dict[str, tuple[str, ...]] = {}

    def __call__(self, outcome: Outcome) -> tuple[str, ...]:
        """The ids, those of the catalogue that are not written yet where no other fits."""
        if outcome.id not in self._known:
            found = tuple(each.id for each in fitting(Finding(outcome, self.run.env, self.run.facts)))
            planned = tuple(id for id, heals in PLANNED.items() if outcome.check.id in heals)
            self._known[outcome.id] = found or planned
        return self._known[outcome.id]
