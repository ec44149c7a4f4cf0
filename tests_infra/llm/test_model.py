from __future__ import annotations

from fixtures.expectations.llm import LlmModel
from fixtures.facts.llm import LlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


@check(
    "llm.model.loaded",
    each=lambda env: env.llm.models,
    severity="high",
    needs=(needs.server_of_model,),
)
def test_model(expected: LlmModel, llm: LlmFacts) -> None:
    """llama.cpp offers the model by its declared name.

    Why: bots name the model that they want; under another name they get an error, or another model's answer.
    Fix: `--alias` (or the model's file) in the unit, and restart; where it offers several, its presets.
    Source: guide, container architecture; global Vault paths "gbo/llm"; llama.cpp, server, /v1/models.
    """
    found = llm.offer(expected.server)
    offered = expected.name in found.models
    assert_matches(expected, {"offered": True}, {"offered": offered}, found.said)


@check(
    "llm.completion.works",
    each=lambda env: env.llm.models,
    severity="high",
    needs=(needs.on("llm.model.loaded"),),
    canary=True,
)
def test_completion(expected: LlmModel, llm: LlmFacts) -> None:
    """The model completes a prompt by one token.

    Why: health and the list of models are answered by a server that computes nothing: started for embeddings only,
    out of memory at the first prompt, or with a broken model.
    Fix: do what it says; `--embeddings` in its unit, too small a context, or the model's file.
    Source: guide, container architecture; llama.cpp, server, /v1/completions.
    """
    found = llm.completion(expected)
    some = Such("1 or more", lambda tokens: tokens >= 1)
    assert_matches(expected, {"status": 200, "tokens": some}, found, found.said)
