"""A count is said with its noun in its number: `1 key`, `2 keys`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fixtures.texts import many

ROOT = Path(__file__).resolve().parents[3]
TREES = ("fixtures", "fixers", "reports", "tests_infra")
PLURAL = re.compile(r"\{len\([^{}]*\)[^{}()]*\} (?:new |other |such )?[a-z]+s\b")
"""In an f-string, the length of something and a noun in plural."""


@pytest.mark.parametrize(
    ("count", "words", "said"),
    [
        (0, ("key",), "0 keys"),
        (1, ("key",), "1 key"),
        (2345, ("key",), "2,345 keys"),
        (1, ("entry", "entries"), "1 entry"),
        (2, ("entry", "entries"), "2 entries"),
    ],
)
def test_one_and_many(count: int, words: tuple[str, ...], said: str) -> None:
    assert many(count, *words) == said


def test_no_length_is_followed_by_a_plural_of_its_own() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {told[0]}"
        for tree in TREES
        for file in sorted((ROOT / tree).rglob("*.py"))
        for told in PLURAL.finditer(file.read_text("utf-8"))
    ]
    assert found == [], "say it by fixtures.texts.many"
