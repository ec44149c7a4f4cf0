from __future__ import annotations

from fixtures.expectations.drive import DriveServer
from fixtures.facts.drive import DriveFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "drive.login.works",
    each=lambda env: env.drive.servers.values(),
    severity="high",
    smoke=True,
    needs=(
        needs.on("drive.health.quorum"),
        needs.secret,
    ),
)
def test_login(expected: DriveServer, drive: DriveFacts) -> None:
    """MinIO lists the buckets for Vault's keys, and for nobody else.

    Why: DriveMonitor reads every bot through these keys.
    Fix: refused keys: compare MINIO_ROOT_USER and MINIO_ROOT_PASSWORD of the unit with Vault's gbo/drive, and restart;
    silence here and health elsewhere: `mc admin service unfreeze local`; another region: unset MINIO_SITE_REGION.
    Source: guide, global Vault paths "gbo/drive"; container architecture.
    """
    found = drive.login(expected)
    assert_matches(expected, {"accepted": True, "anonymous": False}, found, found.said)
