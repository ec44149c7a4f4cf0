"""Put Forgejo's address into the runner's registration, and restart the runner."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, FileEdit, Step
from fixtures.expectations.alm import Runner


@remedy(
    "alm_ci.runner_address",
    heals="alm_ci.runner.address",
    row="CI runner troubleshooting: Runner not connecting",
    symptom="`.runner` has another address or port than Forgejo's declared one",
    risk="restart",
    right="write the runner's registration, systemctl in the container",
    settle=45.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """The runner reads the file once, when it starts. The token in it is neither read nor shown."""
    runner: Runner = finding.expected
    written = finding.facts.alm_ci.written(runner)
    if written.where != ".runner":
        raise RemedyRefused(f"the address is not read from {runner.file} ({written.where}): correct it by hand")
    line = finding.facts.alm_ci.registration_line(runner)
    if line is None:
        raise RemedyRefused(f"the line of the address in {runner.file} holds the token as well: correct it by hand")
    container = finding.env.containers[runner.container]
    pair = (line, line.replace(str(written.url), finding.url(finding.env.alm.servers[runner.server])))
    yield FileEdit("set the address", container.instance, runner.file, (pair,))
    if runner.held_by in container.units:
        argv = ("systemctl", "restart", runner.held_by)
        yield Command(f"restart {runner.held_by}, which read it when it started", container.instance, argv, timeout=90)
