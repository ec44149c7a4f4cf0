"""Restart a CI runner of which Forgejo hears nothing, or that goes on after an error."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations.alm import Runner


@remedy(
    "alm_ci.restart_runner",
    heals=("alm.runner.registered", "alm_ci.runner.log"),
    row="CI runner troubleshooting: Runner down",
    symptom="the runner's unit is active, and Forgejo hears nothing of it; or its log holds an error",
    risk="restart",
    right="systemctl in the container",
    settle=90.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """By its unit: `pkill -9 forgejo` leaves its job at running, and hits Forgejo where both are in one container."""
    runner: Runner = finding.expected
    container = finding.env.containers[runner.container]
    if not finding.facts.alm.runner(runner).registered:
        raise RemedyRefused(f"Forgejo does not know {runner.name}: it has to be registered again, with a new token")
    if runner.held_by not in container.units:
        raise RemedyRefused(f"{runner.held_by} is kept by no unit: end it and start it as it was started")
    argv = ("systemctl", "restart", runner.held_by)
    yield Command(f"restart {runner.held_by}", container.instance, argv, timeout=150.0)
