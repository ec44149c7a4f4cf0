from __future__ import annotations

from fixtures.clients.minio_admin import GOOD
from fixtures.expectations.drive import DriveServer
from fixtures.facts.drive import DriveFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "drive.disks.online",
    each=lambda env: env.drive.servers.values(),
    severity="high",
    needs=(needs.on("drive.health.quorum"), needs.on("drive.login.works")),
)
def test_disks(expected: DriveServer, drive: DriveFacts) -> None:
    """Every drive of MinIO is online and formatted.

    Why: with one drive lost everything still works, and the next one takes every bot's files with it.
    Fix: `mc admin info` names the drive; mount or replace it and let MinIO heal (`mc admin heal`).
    Source: guide, MinIO operations "All bot files"; ground truth 2 (`unformatted` counts as online there).
    """
    found = drive.disks(expected)
    state = {"states": {each.state for each in found}}
    assert_matches(expected, {"states": {GOOD}}, state, "; ".join(map(str, found)))
