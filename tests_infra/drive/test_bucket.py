from __future__ import annotations

from fixtures.expectations.system import Bot
from fixtures.facts.drive import DriveFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("drive.bucket.present", each=lambda env: env.system.bots.values(), severity="high", needs=(needs.bots_drive,))
def test_present(expected: Bot, drive: DriveFacts) -> None:
    """The bot has its bucket.

    Why: without it the bot has no scripts, no configuration and no knowledge, and DriveMonitor only says so in its log.
    Fix: bring it back from a backup or the mirror; `mc mb` makes an empty one, which silences the alarm and the bot.
    Source: guide, MinIO operations "All bot files", ".gbdialog"; infrastructure paths "bots in MinIO".
    """
    says = f"{expected.id}: there is no bucket {expected.bucket}"
    assert_matches(expected, {"present": True}, {"present": drive.present(expected)}, says=says)


@check(
    "drive.bucket.private",
    each=lambda env: env.system.bots.values(),
    severity="critical",
    needs=(needs.on("drive.bucket.present"),),
)
def test_private(expected: Bot, drive: DriveFacts) -> None:
    """No stranger may read, list or change the bot's bucket.

    Why: who knows a file's name fetches the customers' documents, although a list without keys is refused to everybody.
    Fix: `mc anonymous set none` for each folder named, with a slash at its end; of the bucket alone it leaves those.
    Source: guide, MinIO operations "All bot files"; Amazon S3, bucket policies.
    """
    found = drive.policy(expected)
    assert_matches(expected, {"strangers may": ()}, {"strangers may": found.strangers}, expected.bucket)


@check(
    "drive.bucket.layout",
    each=lambda env: env.system.bots.values(),
    severity="high",
    needs=(needs.on("drive.bucket.present"),),
)
def test_layout(expected: Bot, drive: DriveFacts) -> None:
    """The bot's bucket holds its scripts, its config.csv and its knowledge, where they are declared.

    Why: without a script the bot says nothing; without config.csv it answers with another model than was paid for.
    Fix: upload what is missing; of a bucket with versions, `mc ls --versions` shows what was deleted and can come back.
    Keys that may not list it: give their user `readwrite` (`mc admin policy attach`).
    Source: guide, MinIO operations ".gbdialog", ".gbot", ".gbkb".
    """
    says = f"{expected.bucket} lacks {', '.join(lacking)}" if (lacking := drive.lacking(expected)) else ""
    assert_matches(expected, {"lacks": ()}, {"lacks": lacking}, says=says)
