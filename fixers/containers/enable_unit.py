"""Enable a unit that runs and would not come back."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations import Environment, Unit
from fixtures.facts.cache import Facts

ENABLE = frozenset({"disabled", "enabled", "enabled-runtime", "linked", "indirect"})
"""The states of a file that `systemctl enable` changes, or whose names it makes anew."""


@remedy(
    "containers.enable_unit",
    row="daily health check",
    symptom="a unit runs, and nothing starts it at the next boot",
    risk="safe",
    right="systemctl in the container",
)
def plan(expected: Unit, env: Environment, facts: Facts) -> Iterator[Step]:
    """What has no [Install] section, or was masked by somebody, is for a person."""
    state = facts.containers.unit(expected)
    if state.enabled not in ENABLE:
        raise RemedyRefused(
            f"{expected.id} is {state.enabled or 'without a file'}: `systemctl enable` cannot help there"
        )
    back = ("systemctl", "disable", expected.name) if state.enabled == "disabled" else ()
    yield Command(
        f"enable {expected.name}",
        env.containers[expected.container].instance,
        ("systemctl", "enable", expected.name),
        back=back,
    )
