"""The network of a container."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import OneOf


@check(
    "containers.network.persistent",
    each=lambda env: env.containers.values(),
    severity="high",
    needs=(needs.on("containers.instance.address"),),
)
def test_persistent(expected: Container, containers: ContainersFacts) -> None:
    """The address would come up at the next boot, by the manager that really runs; a declared one for certain.

    Why: an address that somebody gave by hand is gone after the next power cut, and with it every service there.
    Fix: a static stanza for the manager that is named, or an address that Incus reserves (`ipv4.address` of its card).
    Source: guide, alert playbook "No IPv4"; ground truth 9.
    """
    found = containers.coming_up(expected)
    leased = () if expected.address else ("leased",)
    declared = {"comes": OneOf("static", "reserved", *leased), "same_network": True}
    assert_matches(expected, declared, found, found.said)
