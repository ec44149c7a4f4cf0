"""What was committed, and what must not be."""

from __future__ import annotations

from fixtures.expectations.safety import Repository
from fixtures.facts.safety import SafetyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "safety.repository.no_secrets",
    each=lambda env: env.safety.repositories.values(),
    severity="critical",
    needs=(needs.instance,),
    heavy=True,
)
def test_no_secrets(expected: Repository, safety: SafetyFacts) -> None:
    """No committed file is a secret, or holds one.

    Why: who may read the repository owns what the secret opens, and its history keeps what is deleted.
    Fix: give what it opens another secret first; then remove it, from the history too. What is none goes into `allow`.
    Source: guide, critical safety rules "NEVER push secrets", "NEVER commit init.json"; the value is shown nowhere.
    """
    secrets = safety.secrets_in(expected)
    says = f"secrets were committed to {expected.path}"
    assert_matches(expected, {"secrets": ()}, {"secrets": secrets}, f"looked at: {expected.branch}", says=says)


@check(
    "safety.history.no_secrets",
    each=lambda env: env.safety.repositories.values(),
    severity="high",
    needs=(needs.on("safety.repository.no_secrets"),),
    heavy=True,
)
def test_history(expected: Repository, safety: SafetyFacts) -> None:
    """No commit that a branch or a tag still has is a secret, or holds one: also where it was deleted later.

    Why: who clones the repository has it; deleting the file leaves it in every copy.
    Fix: give what it opens another secret; then `history_from`, or `allow`, says that this one opens nothing. Rewriting
    the history (`git filter-repo`) helps where nobody has a copy.
    Source: guide, critical safety rules "NEVER push secrets", "NEVER commit init.json"; the value is shown nowhere.
    """
    secrets = safety.secrets_ever_in(expected)
    says = f"secrets were committed to {expected.path} once, and its history has them"
    assert_matches(expected, {"secrets": ()}, {"secrets": secrets}, says=says)


@check(
    "safety.documents.no_addresses",
    each=lambda env: env.safety.repositories.values(),
    severity="low",
    needs=(needs.instance,),
    heavy=True,
)
def test_no_addresses(expected: Repository, safety: SafetyFacts) -> None:
    """No document names an address that is somebody's.

    Why: a map of the network in a repository that others read.
    Fix: write 10.x.x.x, or an address for documents (192.0.2.0/24); one that may stand there goes into `addresses`.
    Source: guide, critical safety rules "NEVER include real IPs"; DNS management "anonymize"; RFC 5737, 3849.
    """
    documents = safety.addresses_in(expected)
    says = f"documents in {expected.path} name addresses, so many each"
    assert_matches(expected, {"documents": ()}, {"documents": documents}, says=says)
