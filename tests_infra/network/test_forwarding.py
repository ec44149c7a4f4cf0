"""The host as a router."""

from __future__ import annotations

from fixtures.expectations import Identity
from fixtures.facts.network import NetworkFacts
from fixtures.verdict.check import assert_matches, check


@check(
    "network.forwarding.enabled",
    each=lambda env: (env.identity,),
    severity="critical",
    smoke=True,
)
def test_enabled(expected: Identity, network: NetworkFacts) -> None:
    """The host passes packets on between its interfaces.

    Why: without it no published port and no container's way out works, whatever the rules say.
    Fix: `sysctl -w net.ipv4.ip_forward=1`, and the same line in /etc/sysctl.d/ for the next start.
    Source: guide, NAT port forwarding "DNAT"; Linux, ip-sysctl (ip_forward).
    """
    assert_matches(expected, {"ip_forward": True}, {"ip_forward": network.forwarding()})
