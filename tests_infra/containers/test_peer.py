"""The way from a container to those that it stands on."""

from __future__ import annotations

from fixtures.expectations.ways import Way, ways
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("containers.peer.reachable", each=ways, severity="critical", smoke=True, needs=(needs.way_between,))
def test_peer(expected: Way, containers: ContainersFacts) -> None:
    """The container, from where it stands, reaches the port of another that it stands on.

    Why: a ban of one address (fail2ban), or a bridge that isolates its ports, cuts off BotServer alone: whoever asks
    from the host finds everything well.
    Fix: rules in the container that is asked (`iptables-save`, `nft list ruleset`, `fail2ban-client status`), then
    `security.port_isolation` and ACLs of both network cards in Incus.
    Source: guide, Vault troubleshooting "network to vault"; common errors "connection refused"; container architecture.
    """
    found = containers.reaches_peer(expected)
    assert_matches(expected, {"accepted": True}, found, str(found))
