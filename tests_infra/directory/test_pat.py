from __future__ import annotations

from fixtures.expectations.directory import TokenFile
from fixtures.facts.directory import DirectoryFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such, no_wider_than


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
    Source: guide, common errors "Token.Invalid"; directory management "Get admin PAT", "v2 API"; ground truth 4.
    """
    found = directory.token(expected)
    assert_matches(expected, {"status": 200}, found, found.said)


@check(
    "directory.pat.protected",
    each=lambda env: env.directory.tokens.values(),
    severity="high",
    needs=(needs.on("directory.pat.valid"),),
)
def test_protected(expected: TokenFile, directory: DirectoryFacts) -> None:
    """The file with the token is readable for its declared owner alone.

    Why: it makes whoever reads it administrator of every user; Zitadel itself writes it readable for everybody.
    Fix: `chmod 600`; keep the owner that its readers need.
    Source: guide, directory management "Get admin PAT"; Zitadel, cmd/setup/03.go.
    """
    declared = {"mode": no_wider_than(expected.mode), "owner": expected.owner}
    assert_matches(expected, declared, directory.token_file(expected), expected.path)


@check(
    "directory.pat.lifetime",
    each=lambda env: env.directory.tokens.values(),
    severity="medium",
    needs=(needs.on("directory.pat.valid"),),
)
def test_lifetime(expected: TokenFile, directory: DirectoryFacts) -> None:
    """The token in the file is good for longer than the floor.

    Why: once it has ended it cannot even be asked about, and nobody can be managed until a person makes a new one.
    Fix: make a new one in the console before, write it to the file, and remove the old one.
    Source: guide, common errors "Token.Invalid"; directory management "Get admin PAT"; ground truth 4.
    """
    found = directory.lifetime(expected)
    longer = Such(f"at least {expected.floor_days}", lambda days: days >= expected.floor_days)
    assert_matches(expected, {"days": longer}, found, found.said)
