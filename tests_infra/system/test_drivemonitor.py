"""DriveMonitor: what lies in a bot's bucket has arrived in BotServer."""

from __future__ import annotations

from fixtures.expectations.system import Bot
from fixtures.facts.system import SystemFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("system.drivemonitor.synced", each=lambda env: env.system.bots.values(), severity="high", needs=(needs.books,))
def test_synced(expected: Bot, system: SystemFacts) -> None:
    """Every script, document and configuration of the bot is worked in as it lies in the bucket.

    Why: a file that failed five times is never looked at again, in silence; the bot goes on with yesterday's.
    Fix: look into BotServer's log for the file, correct it, then set its row of drive_files to `indexed = false,
        fail_count = 0`; of a script change the content as well, or restart the unit.
    Source: guide, DriveMonitor ".gbdialog", ".gbot", ".gbkb", "Empty gbot_config_sync"; common mc commands "Force
    re-sync"; ground truth A2, A10, 10.
    Instead: common mc commands "Force re-sync": a copy onto itself keeps the ETag, so nothing is synced again; `indexed
    = false, fail_count = 0` in its books does.
    Instead: DriveMonitor "Empty gbot_config_sync": no newer BotServer writes that table, it is empty on a healthy one.
    Instead: DriveMonitor "log lines": the words that are looked for stand in no newer log.
    Instead: DriveMonitor "no log entries after 30s": it is silent when there is nothing to do, and a restart cures
    nothing.
    """
    assert_matches(expected, {"behind": ()}, {"behind": system.behind(expected)}, f"bucket {expected.bucket}")


@check(
    "system.drivemonitor.config",
    each=lambda env: (each for each in env.system.bots.values() if each.config),
    severity="high",
    needs=(needs.books, needs.on("system.drivemonitor.synced")),
)
def test_config(expected: Bot, system: SystemFacts) -> None:
    """The rows of bot_configuration are those of the bot's config.csv.

    Why: the books can say "done" of a file of which no line was read, and the bot answers with another model.
    Fix: correct the file (`key,value`, no quotes, no byte order mark), then set its row to `indexed = false`.
    Source: guide, DriveMonitor "bot_configuration", "Check Config Status", ".gbot"; values are compared and never
    shown.
    """
    found = system.settings(expected)
    says = "" if found else f"{expected.id}: there is no {expected.config_key} in {expected.bucket}"
    assert_matches(expected, {"missing": (), "other": ()}, found, found.said if found else "", says=says)


@check(
    "system.drivemonitor.live",
    each=lambda env: (each for each in env.system.bots.values() if env.system.drivemonitor.tracker == "drive_files"),
    severity="high",
    needs=(needs.books, needs.bots_server),
    deadline=150.0,
    canary=True,
)
def test_live(expected: Bot, system: SystemFacts) -> None:
    """A script that is uploaded to the bot's bucket is worked in within the declared time, and gone when removed.

    Why: a DriveMonitor that looks no more leaves books that are right, of yesterday: only a change shows it.
    Fix: `systemctl restart botserver`; then look for `DriveMonitor` in its log.
    Source: guide, DriveMonitor "every 10 seconds", "no log entries after 30s"; ground truth 10 (silence is normal).
    """
    found = system.arrival(expected)
    remark = f"in the books after {found.seconds:g} s of {system.env.system.drivemonitor.patience:g} s"
    assert_matches(expected, {"arrived": True, "removed": True}, found, remark)
