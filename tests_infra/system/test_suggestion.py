from __future__ import annotations

from fixtures.expectations.system import KeyPattern
from fixtures.facts.system import SystemFacts
from fixtures.texts import many
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "system.suggestion.type",
    each=lambda env: env.system.key_patterns.values(),
    severity="medium",
    needs=(needs.cache_of_pattern,),
)
def test_type(expected: KeyPattern, system: SystemFacts) -> None:
    """Every key of the pattern holds the declared type.

    Why: suggestions are added to a set; a menu that pushed the same key made it a list, and every addition fails.
    Fix: `DEL` the keys that are named, with `valkey-cli`; BotServer makes them anew.
    Source: guide, BASIC compilation "Suggestion dedup: Redis SADD"; common errors "Suggestions missing"; ground truth
    10 (HEAR menus RPUSH the same key).
    Instead: common errors "Suggestions missing": a key that is a list stays one, however often the AST cache is
    cleared.
    """
    wrong = system.wrong_type(expected)
    says = f"{expected.pattern}: {many(len(wrong), 'key is', 'keys are')} no {expected.type}"
    assert_matches(expected, {"wrong": ()}, {"wrong": wrong[:5]}, says=says)
