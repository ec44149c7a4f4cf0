"""Publish a declared port again: one rule in the kernel, or one line in the rules file."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.network.rules import made, right, saved_line
from fixers.remedy import remedy
from fixers.steps import IptablesRule, Step
from fixtures.expectations import Forward


@remedy(
    "network.nat_restore",
    heals=("network.nat.live", "network.nat.saved"),
    row="network: NAT port forwarding, DNAT to container IPs via iptables",
    symptom="kernel or rules file lacks the rule of a published port, or another rule takes its packets first",
    risk="network",
    right="iptables on the host, and writing its rules file",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Never a restore of the file: it deletes what Incus and others own, or doubles what is there. Ground truth 11.

    The rule is the file's own where that is right. What stands in its way is not deleted: the rule is put before it,
    and whoever made the other one is asked.
    """
    if finding.check == "network.nat.saved":
        yield saved_line(finding)
        return
    expected: Forward = finding.expected
    network = finding.facts.network
    live = network.live(expected)
    if live.target == expected.target and live.interface != "external":
        raise RemedyRefused(
            f"the rule is bound to no outer interface, and takes what containers send to the Internet as well; put a "
            f"bound one in its place by hand: {live.rule}"
        )
    rule = right(network.saved(expected), expected) or made(finding)
    others = (each for each in finding.env.dnats if each.protocol == "tcp" and each.port.single)
    probes = tuple(dict.fromkeys((each.container, each.port.low) for each in others))
    if live.target == "none" and not live.exceptions:
        yield IptablesRule(f"publish {expected.id}", "nat", "PREROUTING", rule, probes=probes)
    else:
        what = f"publish {expected.id} before what takes it now, which stays: {live.rule}"
        yield IptablesRule(what, "nat", "PREROUTING", rule, at=1, probes=probes)
