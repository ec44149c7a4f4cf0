"""The system inside a container."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.expectations.relations import builders
from fixtures.facts.containers import ContainersFacts
from fixtures.parsers.operating_system import is_release
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


@check(
    "containers.os.release",
    each=lambda env: env.containers.values(),
    severity="medium",
    needs=(needs.instance,),
)
def test_release(expected: Container, containers: ContainersFacts) -> None:
    """The container has the declared system, release, architecture and C library.

    Where a runner builds for another container, `alm_ci.toolchain.glibc` asks for the C library.

    Why: a program that was built for a newer glibc, or another processor, does not start; packages are another's.
    Fix: build where the declared release is, or declare what the container was moved to (`[os]`, or its own `os`).
    Source: guide, CI runner troubleshooting "GLIBC mismatch: rebuild inside system container (Debian 12)".
    """
    found, wanted = containers.system(expected), expected.os or containers.env.os
    release = Such(wanted.release, lambda told: is_release(told, wanted.release))
    declared = {"system": wanted.system, "release": release, "architecture": wanted.architecture}
    builds = expected in builders(containers.env)
    glibc = {"glibc": wanted.glibc} if wanted.glibc and not builds else {}
    assert_matches(expected, declared | glibc, found, found.name)
