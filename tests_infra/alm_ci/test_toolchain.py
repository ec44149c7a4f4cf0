from __future__ import annotations

from fixtures.expectations.alm import Runner
from fixtures.facts.alm_ci import AlmCiFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


@check(
    "alm_ci.toolchain.glibc",
    each=lambda env: env.alm.runners.values(),
    severity="high",
    needs=(
        needs.instance,
        needs.built_for,
    ),
)
def test_glibc(expected: Runner, alm_ci: AlmCiFacts) -> None:
    """The C library that programs are built with is not newer than the one that they run with.

    Why: the build succeeds, and the program does not start: version GLIBC not found.
    Fix: build in a container of the same release as the one it runs in (Debian 12), or upgrade that one first.
    Source: guide, CI runner troubleshooting "GLIBC mismatch"; common errors "GLIBC not found".
    """
    newest = alm_ci.glibc(expected.builds_for)
    inside, found = alm_ci.builds_inside(expected), alm_ci.glibc(expected.container)
    says = f"{expected.builds_for} has {shown(newest)}"
    declared = {"builds inside": True, "glibc": Such(f"at most {shown(newest)}", lambda found: () < found <= newest)}
    assert_matches(expected, declared, {"builds inside": inside, "glibc": found}, says)


def shown(version: tuple[int, ...]) -> str:
    """As people write it."""
    return ".".join(map(str, version))
