"""Start an instance that is stopped, let one go on that is frozen."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import IncusState, Step
from fixers.steps.incus_state import FORTH
from fixtures.pasted import incus


@remedy(
    "containers.start",
    heals="containers.instance.running",
    row="container management: incus start; daily health check: container status",
    symptom="an instance is stopped or frozen",
    risk="restart",
    right="incus start, incus resume",
    settle=60.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """What Incus calls in error, or does not have, is for a person."""
    expected = finding.expected
    status = finding.facts.containers.state(expected).status
    if status == "Running":
        return
    if status not in FORTH:
        look = f"{incus(finding.env.access)} info {expected.instance} --show-log"
        raise RemedyRefused(f"{expected.instance} is {status}: look at `{look}`")
    yield IncusState(f"{FORTH[status]} {expected.instance}", expected.instance, status)
