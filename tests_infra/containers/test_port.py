"""Ports: who holds them, and whether they can be reached."""

from __future__ import annotations

from fixtures.checks import assert_matches, check
from fixtures.expectations import Listener
from fixtures.facts.containers import ContainersFacts


@check(
    "containers.port.listening",
    each=lambda env: env.listeners,
    severity="critical",
    smoke=True,
    needs=("containers.service.active[{e.unit_id}]",),
    remedy="containers.restart_unit",
)
def test_listening(expected: Listener, containers: ContainersFacts) -> None:
    """The port listens on the declared address and is held by the declared process.

    Why: a unit can be active and deaf, or another process can hold its port and answer in its place.
    Fix: restart the unit; if another process holds the port, stop that one first.
    Source: guide, container architecture (ports); common errors "address already in use".
    """
    declared = {"listening": True, "address": expected.address, "process": expected.process}
    found = containers.listening(expected)
    assert_matches(expected, declared, found, "; ".join(map(str, found.sockets)))


@check(
    "containers.port.reachable",
    each=lambda env: (each for each in env.listeners if each.protocol == "tcp"),
    severity="critical",
    smoke=True,
    needs=("containers.port.listening[{e.id}]", "containers.instance.address[{e.container}]"),
)
def test_reachable(expected: Listener, containers: ContainersFacts) -> None:
    """A connection from where the suite stands is accepted.

    Why: what listens and cannot be reached has a firewall, a route or a full queue in its way.
    Fix: timed out: look for DROP rules on host and container; refused: for REJECT rules, or a full backlog.
    Source: guide, container architecture (ports).
    """
    assert_matches(expected, {"connection": "accepted"}, {"connection": containers.connection(expected)})
