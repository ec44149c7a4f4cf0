"""Published ports, seen from outside."""

from __future__ import annotations

from fixtures.expectations import External, Forward
from fixtures.expectations.model import Subject
from fixtures.facts.network import NetworkFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.vantage import no_vantage


def _smoke(expected: Subject) -> bool:
    return isinstance(expected, Forward) and expected.smoke


@check(
    "network.external.answers",
    each=lambda env: env.network.externals,
    severity="critical",
    smoke=True,
    needs=(needs.on("network.external.present"), needs.forwarding),
    applies=no_vantage,
)
def test_answers(expected: External, network: NetworkFacts) -> None:
    """Of all the ports that rules publish on the address, not every one is silent from outside.

    Why: where no container is heard at all the way itself is cut, and one cause would be told once for each port.
    Fix: a rule that drops the answers (`nft list ruleset`: FORWARD from the bridge, ct state), the host's default
        route, the provider's firewall, or an address that has moved.
    Source: guide, NAT port forwarding "external interface", "DNAT".
    """
    assert_matches(expected, {"silent": ()}, {"silent": network.all_silent(expected)})


@check(
    "network.published.reachable",
    each=lambda env: env.knocked,
    severity="critical",
    smoke=_smoke,
    needs=(needs.forward,),
    applies=no_vantage,
)
def test_reachable(expected: Forward, network: NetworkFacts) -> None:
    """The published port answers from outside.

    Why: it is what customers use; every part can be right by itself and the way still be cut.
    Fix: rule and service are right if this is red: look at FORWARD rules, routes, and the provider's firewall.
    Source: guide, NAT port forwarding (port map).
    """
    declared = "accepted" if expected.protocol == "tcp" else "answered"
    assert_matches(expected, {"from outside": declared}, {"from outside": network.published(expected).did})


@check(
    "network.published.identity",
    each=lambda env: (each for each in env.knocked if (it := env.behind(each)) and it.speaks != "none"),
    severity="critical",
    smoke=_smoke,
    needs=(needs.published,),
    applies=no_vantage,
)
def test_identity(expected: Forward, network: NetworkFacts) -> None:
    """What answers from outside is the declared service: the same protocol, certificate and first words as inside.

    Why: a rule that nobody sees, or another machine at the address, answers in its place, and every port is open.
    Fix: `nft list ruleset` for rules that iptables does not show; else the provider's or a load balancer's address.
    Source: guide, NAT port forwarding (port map).
    """
    inside, outside = network.declared(expected), network.published(expected).spoken
    declared = {"speaks": inside.speaks, "certificate": inside.certificate, "proof": inside.proof}
    assert_matches(expected, declared, outside, "; ".join(network.diverting(expected)))
