"""DNAT rules, in the kernel and in the file."""

from __future__ import annotations

from fixtures.checks import assert_matches, check
from fixtures.expectations import Forward
from fixtures.facts.network import NetworkFacts


@check(
    "network.nat.live",
    each=lambda env: env.forwards,
    severity="critical",
    smoke=True,
    remedy="network.nat_restore",
)
def test_live(expected: Forward, network: NetworkFacts) -> None:
    """The kernel sends the published port to its container, bound to the external interface.

    Why: without the rule nobody outside gets in; without `-i` it also takes what containers send to the Internet.
    Fix: load the rules file again (`iptables-restore -n`), after a human has confirmed.
    Source: guide, NAT port forwarding; both sets of kernel tables (nft and legacy) are read.
    """
    found = network.live(expected)
    declared = {"interface": "external", "target": f"{expected.container}:{expected.port}", "conditions": ()}
    assert_matches(expected, declared, found, f"rule: {found.rule}")


@check("network.nat.saved", each=lambda env: env.forwards, severity="high", remedy="network.nat_restore")
def test_saved(expected: Forward, network: NetworkFacts) -> None:
    """The rules file sends the published port to its container, bound to the external interface.

    Why: after the next start of the host the kernel has what the file says, not what it has today.
    Fix: correct the file; `iptables-save -t nat` shows what the kernel has. A human confirms first.
    Source: guide, NAT port forwarding (rules in /etc/iptables.rules).
    """
    found = network.saved(expected)
    assert found is not None, "there is no rules file"
    declared = {"interface": "external", "target": f"{expected.container}:{expected.port}", "conditions": ()}
    assert_matches(expected, declared, found, f"rule: {found.rule}")
