"""Directories for temporary files."""

from __future__ import annotations

from fixtures.expectations import TemporaryDirectory
from fixtures.expectations.model import Subject
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


def _smoke(expected: Subject) -> bool:
    return isinstance(expected, TemporaryDirectory) and expected.smoke


@check(
    "containers.tmp.mode",
    each=lambda env: (each.tmp for each in env.containers.values()),
    severity="high",
    smoke=_smoke,
    needs=(needs.instance,),
)
def test_mode(expected: TemporaryDirectory, containers: ContainersFacts) -> None:
    """The directory for temporary files has mode 1777, belongs to root, and an ordinary user can write there.

    Why: without it builds fail with "permission denied" far from the cause.
    Fix: `chmod 1777 /tmp` and `chown root:root /tmp` in the container.
    Source: guide, CI runner troubleshooting "/tmp permission denied"; common errors "/tmp permission denied".
    """
    declared = {"mode": expected.mode, "owner": expected.owner, "group": expected.group, "writable": True}
    found = containers.temporary(expected)
    assert_matches(
        expected, declared, found, says="" if found else f"there is no {expected.path} in {expected.container}"
    )
