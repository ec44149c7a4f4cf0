from __future__ import annotations

from fixtures.expectations.system import Bot
from fixtures.facts.system import SystemFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "system.basic.compiled",
    each=lambda env: (each for each in env.system.bots.values() if each.scripts),
    severity="high",
    needs=(needs.instance, needs.bots_server, needs.books, needs.on("system.drivemonitor.synced")),
)
def test_compiled(expected: Bot, system: SystemFacts) -> None:
    """Of every script of the bot there is a compiled one, as new as the script.

    Why: the bot runs what was compiled: without it, or with yesterday's, it says nothing or what was corrected.
    Fix: remove the bot's .ast files below the work directory, then `systemctl restart botserver`.
    Source: guide, BASIC compilation ".ast", "no .bas fallback"; common errors "Suggestions missing";
        ground truth 10 (what was compiled is known
        to the process alone, so only a restart or another content compiles again).
    """
    stale = system.uncompiled(expected)
    assert_matches(expected, {"stale": ()}, {"stale": stale}, f"bucket {expected.bucket}")
