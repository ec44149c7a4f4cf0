from __future__ import annotations

from fixtures.expectations.directory import TokenFile
from fixtures.facts.directory import DirectoryFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "directory.pat.valid",
    each=lambda env: env.directory.tokens.values(),
    severity="high",
    smoke=True,
    needs=(
        needs.directory_server,
        needs.instance,
    ),
)
def test_pat(expected: TokenFile, directory: DirectoryFacts) -> None:
    """Zitadel lists users for the token in the file.

    Why: every user operation of the guide uses it; it is refused in the same words when it expired or was revoked.
    Fix: make a new one in the console (users, service user, personal access tokens) and write it to the file.
    Source: guide, common errors "Token.Invalid"; get admin PAT; ground truth 4.
    """
    found = directory.token(expected)
    assert_matches(expected, {"status": 200}, found, found.said)
