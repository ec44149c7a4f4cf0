"""Ports: who holds them, and whether they can be reached."""

from __future__ import annotations

from fixtures.expectations import Container, Listener
from fixtures.expectations.containers import SCOPES
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import OneOf


@check(
    "containers.port.listening",
    each=lambda env: env.listeners,
    severity="critical",
    smoke=True,
    needs=(needs.keeper,),
    causes=(needs.start,),
)
def test_listening(expected: Listener, containers: ContainersFacts) -> None:
    """The port listens on the declared address and is held by the declared process, which its unit has started.

    Why: a unit can be active and deaf, or another process can hold its port and answer in its place; where both share
    it (SO_REUSEPORT), half of the answers are those of whoever was left from before.
    Fix: restart the unit; if another process holds the port, or one of the name that its unit did not start, `kill`
        that one first.
    Source: guide, container architecture (ports); common errors "address in use".
    """
    found = containers.listening(expected)
    where = {"address": expected.address[0]} if expected.address[0] in SCOPES else {"addresses": set(expected.address)}
    declared = {"listening": True, **where, "process": OneOf(*expected.holders), "strangers": ()}
    assert_matches(expected, declared, found, "; ".join(map(str, found.sockets)))


@check(
    "containers.port.reachable",
    each=lambda env: (each for each in env.listeners_outside if each.protocol == "tcp"),
    severity="critical",
    smoke=True,
    needs=(
        needs.on("containers.port.listening"),
        needs.address,
    ),
)
def test_reachable(expected: Listener, containers: ContainersFacts) -> None:
    """A connection from where the suite stands is accepted.

    Why: what listens and cannot be reached has a firewall, a route or a full queue in its way.
    Fix: its queue is full: restart the unit; timed out: look for DROP rules on host and container; refused: for REJECT.
    Source: guide, container architecture (ports); Vault troubleshooting "network to vault"; common errors "connection
    refused".
    """
    found = containers.connection(expected)
    assert_matches(expected, {"connection": "accepted"}, {"connection": found}, containers.queue(expected))


@check(
    "containers.port.answers",
    each=lambda env: (each for each in env.listeners_outside if each.speaks != "none"),
    severity="critical",
    smoke=True,
    needs=(needs.connection,),
)
def test_answers(expected: Listener, containers: ContainersFacts) -> None:
    """The service behind the port answers in its protocol.

    Why: the kernel accepts connections for a process that hangs; every client then waits and blames another.
    Fix: nothing: it hangs, restart the unit, unless it is still starting; another protocol: look who holds the port.
    Source: guide, container architecture (ports); common errors "connection refused".
    Instead: daily health check "is-active botserver": a process that hangs is active for systemd.
    """
    found = containers.spoken(expected)
    assert_matches(expected, {"speaks": expected.speaks}, found, found.said)


@check(
    "containers.port.undeclared",
    each=lambda env: env.containers.values(),
    severity="medium",
    needs=(needs.instance,),
)
def test_undeclared(expected: Container, containers: ContainersFacts) -> None:
    """Nothing in the container can be reached from other machines that nobody declared.

    Why: what was started for a test, or came with a package, answers to the whole network, and nobody updates it.
    Fix: stop it, bind it to loopback, or declare it (`other_ports = ["22"]` of the container).
    Source: catalogue; guide, container architecture (ports).
    """
    assert_matches(expected, {"undeclared": ()}, {"undeclared": containers.undeclared(expected)})
