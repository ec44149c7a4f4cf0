"""Close the file with the directory's token."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations.directory import TokenFile
from fixtures.verdict.matching import no_wider_than


@remedy(
    "directory.pat_mode",
    heals="directory.pat.protected",
    row="directory management: Get admin PAT",
    symptom="the file with the token can be read by others than its declared owner",
    risk="safe",
    right="chmod as root in the container",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Its mode alone: another owner may be the one that its readers need."""
    token: TokenFile = finding.expected
    found = finding.facts.directory.token_file(token)
    if found.owner != token.owner:
        raise RemedyRefused(f"{token.path} belongs to {found.owner}, not {token.owner}: who reads it is for a person")
    if found.mode != no_wider_than(token.mode):
        argv, back = ("chmod", token.mode, token.path), ("chmod", found.mode, token.path)
        instance = finding.env.containers[token.container].instance
        yield Command(f"close {token.path}", instance, argv, back=back)
