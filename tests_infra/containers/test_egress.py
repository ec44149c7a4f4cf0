"""The way from a container to the world."""

from __future__ import annotations

from fixtures.expectations.egress import Egress
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "containers.egress.reachable",
    each=lambda env: env.network.egress.values(),
    severity="high",
    needs=(needs.address, needs.way_out),
)
def test_egress(expected: Egress, containers: ContainersFacts) -> None:
    """The container reaches the place outside that it needs.

    Why: mail that does not leave and packages that do not come look like faults of the program that waits for them.
    Fix: `ip route` in the container (a default by the bridge), the bridge's `ipv4.nat`, FORWARD rules, the provider.
    Source: guide, alert playbook "Email No Internet".
    """
    found = containers.reaches(expected)
    assert_matches(expected, {"accepted": True}, found, str(found))
