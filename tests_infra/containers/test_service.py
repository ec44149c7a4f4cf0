"""systemd units."""

from __future__ import annotations

from fixtures import needs
from fixtures.checks import assert_matches, check
from fixtures.expectations import Container, Unit
from fixtures.facts.containers import ContainersFacts


@check(
    "containers.service.active",
    each=lambda env: env.units,
    severity="critical",
    smoke=True,
    needs=(needs.instance,),
    remedy="containers.restart_unit",
)
def test_active(expected: Unit, containers: ContainersFacts) -> None:
    """The unit is loaded, active, running and enabled.

    Why: a service that is down, or would not come back after a restart, is an outage or the next one.
    Fix: `systemctl restart UNIT` and `systemctl enable UNIT` in the container; `journalctl -u UNIT` says why.
    Source: guide, daily health check; alert playbook "service down"; common errors "address in use".
    """
    declared = {"load": "loaded", "active": "active", "sub": "running", "enabled": "enabled"}
    found = containers.unit(expected)
    remarks = (*containers.intruders(expected), f"result {found.result}", f"restarted {found.restarts} times")
    assert_matches(expected, declared, found, ", ".join(remarks))


@check(
    "containers.units.none_failed",
    each=lambda env: env.containers.values(),
    severity="medium",
    needs=(needs.instance,),
    remedy="containers.restart_unit",
)
def test_none_failed(expected: Container, containers: ContainersFacts) -> None:
    """No systemd unit of the container has failed.

    Why: a unit that nobody declared can still be what a declared one stands on.
    Fix: `journalctl -u UNIT` in the container; then `systemctl restart UNIT`, or `reset-failed` if it may fail.
    Source: guide, daily health check.
    """
    assert_matches(expected, {"failed": frozenset()}, {"failed": containers.failed_units(expected)})
