"""The instances themselves: state and address."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "containers.instance.running",
    each=lambda env: env.containers.values(),
    severity="critical",
    smoke=True,
    needs=(needs.on("containers.inventory.complete"),),
)
def test_running(expected: Container, containers: ContainersFacts) -> None:
    """The instance is running.

    Why: nothing in a stopped or frozen instance answers.
    Fix: `incus start NAME`; a frozen one: `incus resume NAME`.
    Source: guide, daily health check "incus list"; container architecture.
    Instead: container management "Logs": `incus log` is no command; it is `incus info NAME --show-log`.
    """
    assert_matches(expected, {"status": "Running"}, containers.state(expected))


@check(
    "containers.instance.address",
    each=lambda env: env.containers.values(),
    severity="critical",
    smoke=True,
    needs=(needs.instance,),
)
def test_address(expected: Container, containers: ContainersFacts) -> None:
    """The instance has exactly the declared IPv4 addresses, its own in the environment's subnet.

    Why: DNAT rules, DNS and every client reach a container by its address; a lost lease cuts it off.
    Fix: a static address for its network card and in its /etc/network/interfaces, then a restart.
    Source: guide, alert playbook "No IPv4", "IPv6-only"; common errors "No IPv4"; environment context "PROD", "STAGE"
    (subnets).
    Instead: alert playbook "No IPv4": `incus config device set` refuses a card that comes from a profile; `override`
    makes one of the instance's own first.
    """
    found = containers.addresses(expected)
    declared = tuple(map(str, expected.addresses)) or found.ipv4[:1] or ("any in the subnet",)
    assert_matches(expected, {"ipv4": set(declared), "outside_subnet": ()}, vars(found) | {"ipv4": set(found.ipv4)})


@check(
    "containers.instance.autostart",
    each=lambda env: env.containers.values(),
    severity="medium",
    needs=(needs.instance,),
)
def test_autostart(expected: Container, containers: ContainersFacts) -> None:
    """The instance comes back after the host restarts.

    Why: after a power cut at night a container that stays down is found in the morning.
    Fix: `incus config set NAME boot.autostart=true`.
    Source: Incus documentation, option boot.autostart.
    """
    assert_matches(expected, {"starts_with_host": True}, containers.state(expected))
