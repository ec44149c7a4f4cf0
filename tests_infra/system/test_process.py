from __future__ import annotations

from fixtures.expectations import Unit
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "system.process.current",
    each=lambda env: env.units,
    severity="medium",
    needs=(needs.on("containers.service.active"), needs.runnable),
)
def test_current(expected: Unit, containers: ContainersFacts) -> None:
    """What the unit runs is the program that lies on disk.

    Why: after a deploy or an update without a restart the old program goes on, its faults too, until the next one.
    Fix: `systemctl restart UNIT` in the container.
    Source: guide, verify deployment "stat botserver", "status botserver"; proc(5), /proc/PID/exe.
    Instead: verify deployment "stat botserver": the time of the file says nothing of the process, which may run the
    file before.
    Instead: verify deployment "status botserver": active, also of a program that was replaced beneath it.
    """
    replaced = containers.replaced(expected)
    says = f"{expected.id} still runs what was replaced or removed: {', '.join(replaced)}"
    assert_matches(expected, {"replaced": ()}, {"replaced": replaced}, says=says)
