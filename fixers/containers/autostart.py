"""Let an instance start with its host."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import IncusConfig, Step

KEY = "boot.autostart"


@remedy(
    "containers.autostart",
    heals="containers.instance.autostart",
    row="container management: lifecycle; daily health check: container status",
    symptom="an instance runs and would not come back with the host",
    risk="safe",
    right="incus config set",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """It runs on as it does; the setting is asked at the next start of the host."""
    expected = finding.expected
    yield IncusConfig(f"let {expected.instance} start with the host", expected.instance, KEY, "true")
