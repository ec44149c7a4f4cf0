"""A small BASIC: words, blocks, and the syntax tree as plain data that becomes the .ast file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

WORD = re.compile(
    r"""\s*(?:(?P<text>"[^"]*")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_.$-]*)"""
    r"""|(?P<sign><>|<=|>=|[-+*/=<>(),:&\[\]{}]))"""
)
BLOCKS = {"IF": "END IF", "FOR": "NEXT", "WHILE": "WEND", "SUB": "END SUB", "SWITCH": "END SWITCH"}
"""What opens a block, and what must close it."""


class BasicError(Exception):
    """The script is not valid; its text names the line."""


@dataclass
class Statement:
    """One line: its keyword, the words after it, and the block it opens."""

    line: int
    keyword: str
    words: list[str]
    block: list[Statement] = field(default_factory=list)

    def tree(self) -> dict[str, object]:
        """The statement as plain data."""
        found: dict[str, object] = {"line": self.line, "keyword": self.keyword, "words": self.words}
        return {**found, "block": [inner.tree() for inner in self.block]} if self.block else found


def words_of(line: str, number: int) -> list[str]:
    """The words of a line, up to a comment. Raises BasicError."""
    found: list[str] = []
    place, line = 0, line.rstrip()
    while place < len(line):
        if line[place:].lstrip().startswith("'"):
            break
        match = WORD.match(line, place)
        if match is None:
            raise BasicError(f"line {number}: cannot read {line[place:].strip()[:40]!r}")
        found.append(match[0].strip())
        place = match.end()
    return [] if found and found[0].upper() == "REM" else found


def parse(source: str) -> list[Statement]:
    """The script's statements, blocks nested. Raises BasicError."""
    script: list[Statement] = []
    open_blocks: list[tuple[Statement, str]] = []
    for number, line in enumerate(source.splitlines(), 1):
        words = words_of(line, number)
        if not words:
            continue
        keyword, rest = words[0].upper(), words[1:]
        closing = f"END {rest[0].upper()}" if keyword == "END" and rest else keyword
        if closing in BLOCKS.values():
            if not open_blocks or open_blocks[-1][1] != closing:
                wanted = open_blocks[-1][1] if open_blocks else "no block to close"
                raise BasicError(f"line {number}: {closing}, expected {wanted}")
            open_blocks.pop()
            continue
        statement = Statement(number, keyword, rest)
        (open_blocks[-1][0].block if open_blocks else script).append(statement)
        if keyword in BLOCKS and not (keyword == "IF" and rest and rest[-1].upper() != "THEN"):
            open_blocks.append((statement, BLOCKS[keyword]))
    if open_blocks:
        statement, closing = open_blocks[-1]
        raise BasicError(f"line {statement.line}: {statement.keyword} is never closed by {closing}")
    return script
