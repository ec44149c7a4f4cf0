from __future__ import annotations

from fixtures.expectations import Unit
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import check


@check(
    "system.process.current",
    each=lambda env: env.units,
    severity="medium",
    needs=(needs.on("containers.service.active"),),
)
def test_current(expected: Unit, containers: ContainersFacts) -> None:
    """What the unit runs is the program that lies on disk.

    Why: after a deploy or an update without a restart the old program goes on, its faults too, until the next one.
    Fix: `systemctl restart UNIT` in the container.
    Source: guide, CI/CD deploy (the binary is replaced, then restarted); proc(5), /proc/PID/exe.
    """
    replaced = containers.replaced(expected)
    assert not replaced, f"{expected.id} still runs what was replaced or removed: {', '.join(replaced)}"
