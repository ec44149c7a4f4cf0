"""Publish a declared port again, one rule at a time."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import IptablesRule, Step
from fixtures.expectations import Forward
from fixtures.facts.translation import Translation


@remedy(
    "network.nat_restore",
    heals="network.nat.live",
    row="network: NAT port forwarding, DNAT to container IPs via iptables",
    symptom="the kernel has no rule for a published port, or another one takes its packets first",
    risk="network",
    right="iptables on the host",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Never a restore of the file: it deletes what Incus and others own, or doubles what is there. Ground truth 11.

    The rule is the file's own where that is right. What stands in its way is not deleted: the rule is put before it,
    and whoever made the other one is asked.
    """
    expected: Forward = finding.expected
    network = finding.facts.network
    live = network.live(expected)
    if live.target == expected.target and live.interface != "external":
        raise RemedyRefused(
            f"the rule is bound to no outer interface, and takes what containers send to the Internet as well; put a "
            f"bound one in its place by hand: {live.rule}"
        )
    rule = _saved(network.saved(expected), expected) or _made(finding)
    others = (each for each in finding.env.dnats if each.protocol == "tcp" and each.port.single)
    probes = tuple(dict.fromkeys((each.container, each.port.low) for each in others))
    if live.target == "none" and not live.exceptions:
        yield IptablesRule(f"publish {expected.id}", "nat", "PREROUTING", rule, probes=probes)
    else:
        what = f"publish {expected.id} before what takes it now, which stays: {live.rule}"
        yield IptablesRule(what, "nat", "PREROUTING", rule, at=1, probes=probes)


def _saved(saved: Translation | None, expected: Forward) -> tuple[str, ...] | None:
    """The rule of the rules file, where that is as declared."""
    if saved is None or saved.exceptions or saved.conditions:
        return None
    if (saved.interface, saved.target) != ("external", expected.target):
        return None
    words = tuple(shlex.split(saved.rule))
    return words[2:] if words[:2] == ("-A", "PREROUTING") else None


def _made(finding: Finding) -> tuple[str, ...]:
    """The rule that the expectation describes."""
    expected, container = finding.expected, finding.env.containers[finding.expected.container]
    address = container.address or next(iter(finding.facts.containers.addresses(container).ipv4), None)
    if address is None:
        raise RemedyRefused(f"{expected.container} has no address that a rule could lead to")
    outside = finding.env.network.outside(expected)
    ports = str(expected.external).replace("-", ":")
    return (
        *("-i", outside.interface, "-p", expected.protocol, "--dport", ports),
        *("-j", "DNAT", "--to-destination", f"{address}:{expected.port}"),
    )
