"""Memory."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("containers.memory.no_oom", each=lambda env: env.containers.values(), severity="high", needs=(needs.instance,))
def test_no_oom(expected: Container, containers: ContainersFacts) -> None:
    """The kernel has killed no process of the instance for want of memory.

    Why: a child that was killed leaves its service running and half deaf, and the next one may be the database.
    Fix: give the unit or the instance more (`incus config set NAME limits.memory`), find who eats it, restart the unit.
    Source: catalogue; Linux, cgroup-v1/memory.rst and cgroup-v2.rst (a container cannot read the kernel's log).
    """
    killed = containers.kills(expected)
    says = f"{expected.id}: processes were killed for want of memory: {', '.join(killed)}"
    assert_matches(expected, {"killed": ()}, {"killed": killed}, says=says)
