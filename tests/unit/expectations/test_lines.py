"""The line finder sees what tomllib sees."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from fixtures.environment import ROOT
from fixtures.environment.lines import line_numbers
from fixtures.mistakes.paths import KeyPath
from tests.unit.expectations.site import HERE

TRICKY = '''# comment with [brackets] and "quotes
"quoted.key" = 1 # comment
'literal key'.inner = "a # no comment ] }"
"esc\\u0061pe" = """
[not.a.table]
x = 1 \\""" still inside"""
lit = \'\'\'
[nor.this]\'\'\'\'
dotted . with . blanks = [ [1, 2], [
  # a comment inside
  "three]", { four = 4, "fi,ve" = '}' },
], ]
empty = []
nothing = {}
date = 2030-01-31 10:00:00
[ table . "with.dot" ]
a = { b.c = 1, d = [ { e = 1 } ] }
[[rows]]
x = 1
[[rows.inner]]
y = 1
[[rows.inner]]
y = 2
[rows.inner.table]
z = 1
[[rows]]
x = 2
[rows.sub]
y = 2
'''


def _paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in pairs:
        yield from _paths(child, (*path, step))


FILES = sorted([*(ROOT / "environments").glob("*.toml"), *(HERE / "hostile").glob("*.toml")])


def test_tricky_text() -> None:
    lines = line_numbers(TRICKY)
    assert set(lines) == set(_paths(tomllib.loads(TRICKY)))
    assert lines["quoted.key",] == 2
    assert lines["literal key", "inner"] == 3
    assert lines["escape",] == 4
    assert lines["lit",] == 7
    assert lines["dotted", "with", "blanks", 1, 1, "fi,ve"] == 11
    assert lines["rows", 0, "inner", 1, "table", "z"] == 25
    assert lines["rows", 1, "sub", "y"] == 29


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@pytest.mark.parametrize(
    "file", [each for each in FILES if _parsed(each.read_text()) is not None], ids=lambda f: f.stem
)
def test_every_file_of_ours_that_is_toml(file: Any) -> None:
    text = file.read_text()
    assert set(line_numbers(text)) == set(_paths(_parsed(text)))


def test_windows_line_ends() -> None:
    assert line_numbers('a = 1\r\n\r\n[b]\r\nc = """\r\nx"""\r\nd = 2\r\n')["b", "d"] == 6
