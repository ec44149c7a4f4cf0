from __future__ import annotations

from fixtures.expectations.drive import DriveServer
from fixtures.facts.drive import DriveFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "drive.client.installed",
    each=lambda env: env.drive.servers.values(),
    severity="low",
    needs=(needs.on("drive.login.works"),),
)
def test_client(expected: DriveServer, drive: DriveFacts) -> None:
    """MinIO's client lies at its path in the container, starts, and its alias lists the buckets.

    Why: every operation on a bot's files that the guide knows begins with it, mostly at night.
    Fix: put `mc` back to the declared path; make the alias anew with Vault's keys, typed in where `mc alias set` asks.
    Source: guide, MinIO operations "mc CLI"; program access "mc"; common mc commands "List all buckets".
    """
    found = drive.client(expected)
    assert_matches(expected, {"starts": True, "lists": True}, found, f"{expected.client}: {found.said}")
