from __future__ import annotations

from fixtures.expectations.alm import Repository
from fixtures.facts.alm import AlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "alm.submodules.published",
    each=lambda env: env.alm.repositories,
    severity="high",
    needs=(needs.instance,),
)
def test_submodules(expected: Repository, alm: AlmFacts) -> None:
    """Every commit that the branch links to lies in the submodule's repository, on a branch or tag there.

    Why: the next build cannot fetch it; one on no branch builds today, and is gone after the next clean-up.
    Fix: push the submodule, then the main repository; after a forced push or a deleted branch, make it a branch again.
    Source: guide, critical safety rules "ALWAYS push all submodules"; gitmodules(5).
    """
    found = alm.submodules(expected)
    assert_matches(expected, {"missing": (), "on_no_branch": ()}, found, found.said)
