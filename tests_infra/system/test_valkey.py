from __future__ import annotations

from fixtures.expectations.system import Cache
from fixtures.facts.system import SystemFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "system.valkey.answers",
    each=lambda env: env.system.caches.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.port,
        needs.secret,
    ),
)
def test_valkey(expected: Cache, system: SystemFacts) -> None:
    """Valkey answers PING with Vault's password, and refuses it without.

    Why: sessions and suggestions live in it; an open one gives every container the users' conversations.
    Fix: WRONGPASS: `requirepass` must be Vault's gbo/cache password, then restart valkey; other words: as they say.
    Source: guide, container architecture; global Vault paths "gbo/cache".
    """
    found = system.cache(expected)
    assert_matches(expected, {"answer": "PONG", "anonymous": False}, found, found.said)
