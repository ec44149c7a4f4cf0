from __future__ import annotations

from fixtures.expectations.drive import DriveServer
from fixtures.facts.drive import DriveFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "drive.health.quorum",
    each=lambda env: env.drive.servers.values(),
    severity="critical",
    smoke=True,
    needs=(needs.port,),
)
def test_health(expected: DriveServer, drive: DriveFacts) -> None:
    """MinIO can write: enough of its drives are there.

    Why: every bot's files live in it; its process runs, and its live endpoint says 200, without a single drive.
    Fix: `mc admin info local` for the drives; then restart the unit.
    Source: guide, daily health check "pgrep minio"; common mc commands "Health check"; ground truth 2.
    Instead: daily health check "pgrep minio": the process runs on when its drive is lost and nothing can be written.
    Instead: common mc commands "Health check": `mc admin info` ends with 0 without the right to ask, and without a
    drive.
    """
    found = drive.quorum(expected)
    assert_matches(expected, {"status": 200, "quorum": True}, found, found.said)
