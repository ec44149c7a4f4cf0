from __future__ import annotations

from fixtures.expectations.vectordb import Collection
from fixtures.facts.vectordb import VectordbFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vectordb.collection.present",
    each=lambda env: env.vectordb.collections,
    severity="high",
    needs=(needs.server_of_collection,),
)
def test_collection(expected: Collection, vectordb: VectordbFacts) -> None:
    """The collection exists, and the last work on it did not fail.

    Why: a bot that finds no collection answers without its knowledge, and says nothing of it.
    Fix: missing: let DriveMonitor index again; red: what is said is the cause, a full disk mostly, then restart.
    Source: guide, container architecture; DriveMonitor ".gbkb"; Qdrant, collections "Collection status".
    """
    found = vectordb.collection(expected)
    assert_matches(expected, {"present": True, "sound": True}, found, found.said)


@check(
    "vectordb.collection.tended",
    each=lambda env: env.vectordb.collections,
    severity="medium",
    needs=(needs.on("vectordb.collection.present"),),
)
def test_tended(expected: Collection, vectordb: VectordbFacts) -> None:
    """The collection is indexed, or Qdrant is at it.

    Why: grey, it serves, but reads every vector for every question: after a restart nothing goes on by itself.
    Fix: PATCH the collection with its own optimizers_config, unchanged, or write a point.
    Source: Qdrant, collections "Grey collection status"; qdrant#4940.
    """
    found = vectordb.collection(expected)
    assert_matches(expected, {"tended": True}, found, f"{found.status}: {found.said}")
