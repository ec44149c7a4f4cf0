"""Open the directory for temporary files again."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step


@remedy(
    "containers.tmp_mode",
    heals="containers.tmp.mode",
    row="CI runner troubleshooting: /tmp permission denied; common errors: /tmp permission denied",
    symptom="/tmp has another mode or owner than 1777 root:root, or is not there",
    risk="safe",
    right="chmod and chown as root in the container",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """What is right, and still takes no file, is full or read-only: that is for a person."""
    expected = finding.expected
    instance, path = finding.env.containers[expected.container].instance, expected.path
    found = finding.facts.containers.temporary(expected)
    owner = f"{expected.owner}:{expected.group}"
    if found is None:
        make = ("install", "-d", "-m", expected.mode, "-o", expected.owner, "-g", expected.group, path)
        yield Command(f"make {path}", instance, make, back=("rmdir", path))
        return
    if (found.mode, found.owner, found.group) == (expected.mode, expected.owner, expected.group):
        if not found.writable:
            raise RemedyRefused(
                f"{path} in {expected.container} is right and takes no file: full, or read-only (df, mount)"
            )
        return
    if (found.owner, found.group) != (expected.owner, expected.group):
        back = ("chown", f"{found.owner}:{found.group}", path)
        yield Command(f"give {path} to {owner}", instance, ("chown", owner, path), back=back)
    if found.mode != expected.mode:
        yield Command(f"open {path}", instance, ("chmod", expected.mode, path), back=("chmod", found.mode, path))
