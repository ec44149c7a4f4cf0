"""Close the runner's key, so that ssh takes it again."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations.alm import Runner
from fixtures.verdict.matching import no_wider_than


@remedy(
    "alm_ci.key_mode",
    heals="alm_ci.runner.identity",
    row="CI/CD: SSH key",
    symptom="the runner's key can be read by others, or belongs to somebody else",
    risk="safe",
    right="chmod and chown as root in the container",
    settle=5.0,
    when=lambda finding: bool({each.field for each in finding.outcome.differences} & {"key_mode", "key_owner"}),
)
def plan(finding: Finding) -> Iterator[Step]:
    """A key that is not there is for a person, who has to make it known where it is to let the runner in."""
    runner: Runner = finding.expected
    found = finding.facts.alm_ci.identity(runner)
    if found.key_mode is None or found.key_owner is None:
        raise RemedyRefused(f"{runner.key_file} does not exist: bring it back, or make a new one and give it out")
    instance, path = finding.env.containers[runner.container].instance, runner.key_file
    if found.key_owner != runner.user:
        argv, back = ("chown", runner.user, path), ("chown", found.key_owner, path)
        yield Command(f"give {path} to {runner.user}", instance, argv, back=back)
    if found.key_mode != no_wider_than(runner.key_mode):
        argv, back = ("chmod", runner.key_mode, path), ("chmod", found.key_mode, path)
        yield Command(f"close {path}", instance, argv, back=back)
