from __future__ import annotations

from fixtures.expectations.llm import LlmServer
from fixtures.facts.llm import LlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "llm.auth.required",
    each=lambda env: env.llm.guarded,
    severity="high",
    needs=(needs.on("llm.server.ready"), needs.key_where_declared),
)
def test_auth(expected: LlmServer, llm: LlmFacts) -> None:
    """llama.cpp serves who shows Vault's key, and nobody else.

    Why: open, it computes for everybody who reaches it, and shows what others ask.
    Fix: `--api-key-file` of the unit holds Vault's key; restart. Its list of models stays public either way.
    Source: guide, global Vault paths "gbo/llm"; llama.cpp, tools/server (API keys).
    """
    found = llm.access_by_key(expected)
    assert_matches(expected, {"with_key": True, "without": False}, found, found.said)
