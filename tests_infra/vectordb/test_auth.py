from __future__ import annotations

from fixtures.expectations.endpoint import HttpService
from fixtures.facts.vectordb import VectordbFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vectordb.auth.required",
    each=lambda env: env.vectordb.guarded,
    severity="high",
    needs=(
        needs.on("vectordb.server.ready"),
        needs.vectordb_secret,
    ),
)
def test_auth(expected: HttpService, vectordb: VectordbFacts) -> None:
    """Qdrant lists collections for Vault's key, and for nobody else.

    Why: the knowledge bases of every bot are open to every container otherwise.
    Fix: set `service.api_key` to Vault's gbo/vectordb and restart.
    Source: guide, global Vault paths "gbo/vectordb"; ground truth 8.
    """
    found = vectordb.key(expected)
    assert_matches(expected, {"accepted": True, "anonymous": False}, found, found.said)
