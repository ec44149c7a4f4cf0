"""Close the file with the unseal keys to everybody but its owner."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.verdict.matching import no_wider_than

MODE = "600"


@remedy(
    "vault.init_file_mode",
    heals="vault.init_file.protected",
    row="Vault troubleshooting: init.json; critical safety rules: NEVER commit init.json",
    symptom="others than its owner may read the init file, or it is somebody else's",
    risk="safe",
    right="chmod and chown as root in the vault container",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Who could read it may have: the keys should be made anew (`vault operator rekey`), which is for people."""
    expected = finding.expected
    found = finding.facts.vault.init_file(expected)
    if found is None:
        return
    if found.work_trees:
        trees = ", ".join(found.work_trees)
        raise RemedyRefused(
            f"{expected.init_file} lies in the git work tree {trees}: move it out, and look at its history"
        )
    instance, path = finding.env.containers[expected.container].instance, expected.init_file
    if found.owner != expected.init_owner:
        back = ("chown", found.owner, path)
        yield Command(
            f"give {path} to {expected.init_owner}", instance, ("chown", expected.init_owner, path), back=back
        )
    if found.mode != no_wider_than(MODE):
        yield Command(f"close {path}", instance, ("chmod", MODE, path), back=("chmod", found.mode, path))
