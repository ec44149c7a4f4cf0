from __future__ import annotations

from fixtures.expectations.endpoint import HttpService
from fixtures.facts.llm import LlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "llm.server.ready",
    each=lambda env: env.llm.servers.values(),
    severity="high",
    smoke=True,
    needs=(needs.port,),
)
def test_server(expected: HttpService, llm: LlmFacts) -> None:
    """llama.cpp has loaded its model.

    Why: bots that use the local model get no answer.
    Fix: 503 "Loading model" means wait (`--wait=120s`); anything else: restart the unit.
    Source: guide, container architecture; ground truth 8.
    """
    found = llm.ready(expected)
    assert_matches(expected, expected.ready | {"state": "ok"}, found, found.message)
