"""What a remedy is chosen by: not the check alone, but what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fixtures.expectations import Environment
from fixtures.facts.cache import Facts
from fixtures.verdict.outcome import Outcome


@dataclass(frozen=True)
class Finding:
    """A failed outcome, the environment that declares otherwise, and the facts to look closer with."""

    outcome: Outcome
    env: Environment
    facts: Facts

    @property
    def expected(self) -> Any:
        """The expectation that is not met."""
        return self.outcome.subject

    @property
    def check(self) -> str:
        """The id of the check."""
        return self.outcome.check.id

    @property
    def text(self) -> str:
        """What was found, in words."""
        return self.outcome.text

    @property
    def found(self) -> Mapping[str, str]:
        """What was found in each field that is not as declared, as it is shown."""
        return {each.field: each.found for each in self.outcome.differences}
