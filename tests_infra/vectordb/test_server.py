from __future__ import annotations

from fixtures.expectations.endpoint import HttpService
from fixtures.facts.vectordb import VectordbFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vectordb.server.ready",
    each=lambda env: env.vectordb.servers.values(),
    severity="high",
    smoke=True,
    needs=(needs.port,),
)
def test_server(expected: HttpService, vectordb: VectordbFacts) -> None:
    """Qdrant is ready: its shards are.

    Why: bots find nothing in their knowledge bases; healthz and livez are 200 whatever happens.
    Fix: read its log for the shard; restart the unit.
    Source: guide, container architecture; ground truth 8.
    """
    found = vectordb.ready(expected)
    assert_matches(expected, expected.ready, found, found.message)
