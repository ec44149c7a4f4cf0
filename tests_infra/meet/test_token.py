from __future__ import annotations

from fixtures.expectations.meet import MeetServer
from fixtures.facts.meet import MeetFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "meet.token.accepted",
    each=lambda env: env.meet.servers.values(),
    severity="high",
    needs=(needs.on("meet.server.ready"), needs.key_where_declared),
)
def test_token(expected: MeetServer, meet: MeetFacts) -> None:
    """LiveKit accepts a token signed with Vault's key, and no forged one.

    Why: BotServer signs with Vault's pair; with another one nobody joins, with the makers' sample everybody does.
    Fix: `keys` in LiveKit's configuration are Vault's pair and no other; restart it. Its clock may be off instead.
    Source: guide, container architecture; LiveKit, "Authentication".
    """
    found = meet.tokens(expected)
    assert_matches(expected, expected.tokens, found, found.said)
