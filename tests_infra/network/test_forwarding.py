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
    """The host passes packets on between its interfaces: by its setting, and by its rules as far as they may be read.

    Why: without it no published port works, whatever DNAT says; Docker, once installed, makes FORWARD's policy DROP.
    Fix: `sysctl -w net.ipv4.ip_forward=1`, and the same line in /etc/sysctl.d/ for the next start. A rule or a policy:
        find who made it (`nft list ruleset`), and let what goes to the bridge pass before: of Docker, in DOCKER-USER.
    Source: guide, NAT port forwarding "DNAT"; Linux, ip-sysctl (ip_forward); nft(8), chains.
    """
    rules = network.dropping()
    found = {"ip_forward": network.forwarding(), "dropped by": rules}
    assert_matches(expected, {"ip_forward": True, "dropped by": ()}, found)


@check(
    "network.forwarding.between",
    each=lambda env: (env.identity,),
    severity="critical",
    smoke=True,
)
def test_between(expected: Identity, network: NetworkFacts) -> None:
    """No rule of the host drops what containers send each other.

    Why: with br_netfilter, which Docker loads, FORWARD is asked of a bridge's packets too: no service finds another.
    Fix: find who made the rule or policy (`nft list ruleset`), and let the bridge pass before it (Docker: DOCKER-USER);
        or `sysctl -w net.bridge.bridge-nf-call-iptables=0`, where no other network of this host needs it.
    Source: catalogue; guide, container architecture; Linux, br_netfilter; nft(8), chains.
    """
    assert_matches(expected, {"dropped by": ()}, {"dropped by": network.dropping_between()})
