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
    Fix: silence: restart it. WRONGPASS: `requirepass` must be Vault's gbo/cache password, then restart valkey, or its
    user `default` is off (`acl list`); MISCONF: make room on its disk, see that it may write there, and let it save
    (bgsave), for a restart would lose what is unsaved; BUSY: `script kill`; other words: as they say.
    Source: guide, container architecture; global Vault paths "gbo/cache".
    """
    found = system.cache(expected)
    assert_matches(expected, {"answer": "PONG", "anonymous": False}, found, found.said)


@check(
    "system.valkey.writes",
    each=lambda env: env.system.caches.values(),
    severity="high",
    needs=(needs.cache_that_answers,),
)
def test_writes(expected: Cache, system: SystemFacts) -> None:
    """Valkey would take a write now: it has memory left, and is no replica.

    Why: a full Valkey answers every PING; sessions that cannot be written end for all users at once.
    Fix: OOM: raise `maxmemory`, or let it throw old keys away (`maxmemory-policy`); READONLY: make it the
    primary again (replicaof no one), or declare where the primary is; NOREPLICAS: bring them back.
    Source: valkey, src/server.c "processCommand"; guide, container architecture.
    """
    found = system.cache_write(expected)
    assert_matches(expected, {"answer": "QUEUED", "replica": False}, found, found.said)
