from __future__ import annotations

from fixtures.expectations.system import Bot
from fixtures.facts.system import SystemFacts
from fixtures.texts import many
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "drive.config.parses",
    each=lambda env: (each for each in env.system.bots.values() if each.config),
    severity="high",
    needs=(needs.on("drive.bucket.layout"),),
)
def test_parses(expected: Bot, system: SystemFacts) -> None:
    """The bot's config.csv says to BotServer what it says to a person.

    Why: BotServer takes everything up to the first comma for the key and passes the rest over without a word.
    Fix: one `key,value` a line in UTF-8 without byte order mark, quotes or semicolons; then upload it again.
    Source: guide, DriveMonitor "Config CSV format"; MinIO operations ".gbot"; a header `key,value` and lines that begin
    with # are passed over, and right.
    Instead: DriveMonitor "Config CSV format": a header `key,value` and lines of # are read past, and right.
    """
    found = system.config(expected)
    judged = found and {"odd": found.odd, "empty": not found.values}
    says = "" if found else f"{expected.id}: there is no {expected.config_key} in {expected.bucket}"
    assert_matches(
        expected, {"odd": (), "empty": False}, judged, many(len(found.values), "key") if found else "", says=says
    )
