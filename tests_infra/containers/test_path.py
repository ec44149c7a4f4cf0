"""Directories that the whole platform counts on."""

from __future__ import annotations

from fixtures.expectations.layout import Directory
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import OneOf


@check(
    "containers.path.layout",
    each=lambda env: env.directories,
    severity="medium",
    needs=(needs.instance,),
)
def test_layout(expected: Directory, containers: ContainersFacts) -> None:
    """The directory of the guide exists, with the declared owner and mode.

    Why: programs, logs and scripts have these paths built in; a wrong owner stops a log, a wide mode opens a key.
    Fix: make it, or give it back its owner and mode by `chown` and `chmod` of that directory alone, never with `-R`.
    Source: guide, infrastructure paths.
    """
    found, layout = containers.directory(expected), expected.layout
    declared = {"kind": "directory", "owner": layout.owner, "group": layout.group, "mode": OneOf(*layout.mode)}
    assert_matches(expected, declared, found, says="" if found else f"{expected.id} does not exist")
