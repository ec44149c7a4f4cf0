"""Enable a unit that runs and would not come back."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step

ENABLE = frozenset({"disabled", "enabled", "enabled-runtime", "linked", "indirect"})
"""The states of a file that `systemctl enable` changes, or whose names it makes anew."""


@remedy(
    "containers.enable_unit",
    heals="containers.service.enabled",
    row="daily health check",
    symptom="a unit runs, and nothing starts it at the next boot",
    risk="safe",
    right="systemctl in the container",
)
def plan(finding: Finding) -> Iterator[Step]:
    """What has no [Install] section, or was masked by somebody, is for a person."""
    expected = finding.expected
    state, coming = finding.facts.containers.unit(expected), finding.facts.containers.coming_back(expected)
    if coming.lacks:
        raise RemedyRefused(f"{expected.id} could not start: {', '.join(sorted(coming.lacks))} has to be there first")
    if state.enabled == "enabled" and state.starters and not coming.starters:
        wanted = ", ".join(sorted(state.starters))
        raise RemedyRefused(
            f"{expected.id} is enabled for {wanted}, which no boot starts: another target has to be named"
        )
    if state.enabled not in ENABLE:
        raise RemedyRefused(
            f"{expected.id} is {state.enabled or 'without a file'}: `systemctl enable` cannot help there"
        )
    back = ("systemctl", "disable", expected.name) if state.enabled == "disabled" else ()
    yield Command(
        f"enable {expected.name}",
        finding.env.containers[expected.container].instance,
        ("systemctl", "enable", expected.name),
        back=back,
    )
