"""Published ports, seen from outside."""

from __future__ import annotations

from fixtures import needs
from fixtures.checks import assert_matches, check
from fixtures.expectations import Environment, Forward
from fixtures.expectations.model import Subject
from fixtures.facts.network import NetworkFacts


def _vantage(env: Environment) -> str | None:
    return None if env.vantage.kind != "none" else "no place outside is declared ([vantage])"


def _smoke(expected: Subject) -> bool:
    return isinstance(expected, Forward) and expected.smoke


@check(
    "network.published.reachable",
    each=lambda env: env.forwards,
    severity="critical",
    smoke=_smoke,
    needs=(needs.forward,),
    applies=_vantage,
)
def test_reachable(expected: Forward, network: NetworkFacts) -> None:
    """The published port answers from outside.

    Why: it is what customers use; every part can be right by itself and the way still be cut.
    Fix: rule and service are right if this is red: look at FORWARD rules, routes, and the provider's firewall.
    Source: guide, NAT port forwarding (port map).
    """
    declared = "accepted" if expected.protocol == "tcp" else "answered"
    assert_matches(expected, {"from outside": declared}, {"from outside": network.published(expected)})
