"""Where a repository's submodules lie, by all the ways that people write it."""

from __future__ import annotations

import pytest

from fixtures.parsers.submodules import Submodule, submodules

COMMIT = "35014de0" * 5
TREE = f"100644 blob 9f0c\tREADME.md\n160000 commit {COMMIT}\tlibs/shared one\n160000 commit {COMMIT}\tlost\n"
SETTINGS = "submodule.a.b.path=libs/shared one\nsubmodule.a.b.url=../shared.git\nsubmodule.a.b.branch=main\n"


def test_links_and_their_urls() -> None:
    found = submodules(TREE, SETTINGS)
    assert found == (Submodule("libs/shared one", COMMIT, "../shared.git"), Submodule("lost", COMMIT, None))
    assert submodules("100644 blob 9f0c\tREADME.md\n", "") == ()


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("../shared.git", "gbo/shared"),
        ("../../other/shared", "other/shared"),
        ("https://alm.example.test/gbo/shared.git", "gbo/shared"),
        ("http://10.0.2.17:4747/gbo/shared/", "gbo/shared"),
        ("git@ALM.example.test:gbo/shared.git", "gbo/shared"),
        ("ssh://git@alm.example.test:2222/gbo/shared.git", "gbo/shared"),
        ("https://github.com/gbo/shared.git", None),
        ("git@github.com:gbo/shared.git", None),
        (None, None),
    ],
)
def test_where_it_lies(url: str | None, repository: str | None) -> None:
    assert Submodule("p", COMMIT, url).repository("gbo/lab", {"alm.example.test", "10.0.2.17"}) == repository
