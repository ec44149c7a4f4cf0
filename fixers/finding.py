"""What a remedy is chosen by: not the check alone, but what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fixers.errors import RemedyRefused
from fixtures.expectations import Environment
from fixtures.expectations.endpoint import Endpoint
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

    def url(self, server: Endpoint) -> str:
        """Where the declared server is, by the address that clients are given.

        Raises:
            RemedyRefused: its container has none.
        """
        container = self.env.containers[server.container]
        address = container.address or next(iter(self.facts.containers.addresses(container).ipv4), None)
        if address is None:
            raise RemedyRefused(f"{server.container} has no address")
        return f"{'https' if server.tls else 'http'}://{address}:{server.port}"
