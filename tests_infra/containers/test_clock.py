"""The time in a container."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


@check(
    "containers.clock.agrees",
    each=lambda env: env.containers.values(),
    severity="high",
    needs=(needs.instance,),
)
def test_agrees(expected: Container, containers: ContainersFacts) -> None:
    """The container's clock and that of who asks agree.

    Why: MinIO, tokens and certificates judge the time first: what is right is refused, and the error misleads.
    Fix: look for what makes the time there (`cat /etc/ld.so.preload`; in a virtual machine `timedatectl`, and start its
    time service). Where every container differs alike, it is this machine's clock.
    Source: catalogue; MinIO, "RequestTimeTooSkewed"; RFC 7519, "exp" and "nbf".
    """
    tolerance = containers.env.clock.tolerance
    near = Such(f"within {tolerance:g} s of ours", lambda clock: clock.agrees(tolerance))
    clock = containers.clock(expected)
    assert_matches(expected, {"clock": near}, {"clock": clock}, says=f"{expected.id}: its clock is {clock}")
