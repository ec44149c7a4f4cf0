"""How texts are put on a terminal: width, colour, and what a terminal without Unicode can show."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

from fixtures.verdict.outcome import Verdict

COLOURS = {
    "FAILED": "1;31",
    "ERROR": "1;31",
    "INCOMPLETE": "1;31",
    "UNKNOWN": "1;35",
    "BLOCKED": "33",
    "WAIVED": "33",
    "FLAKY": "33",
    "EXEMPTION": "33",
    "ATTESTATION": "33",
    "REFUSED": "33",
    "FIXED": "36",
    "PLAN": "36",
    "next:": "1",
}
"""The first word of a line to how it is painted (ECMA-48)."""
GREEN, RED = "32", "1;31"
PLAIN = str.maketrans({"—": "-", "–": "-", "…": "...", "“": '"', "”": '"', "’": "'", "≤": "<=", "≥": ">=", "→": "->"})
WORST_FIRST = ("failed", "error", "unknown", "blocked", "fixed", "flaky", "waived", "passed", "empty", "off", "skipped")
assert {*map(str, Verdict), "error"} == set(WORST_FIRST)
_COUNTS = re.compile(r"(\d+) ([a-z]+)(?=, | in )")
"""The line that counts, worst first."""
_FIRST = re.compile(r"[A-Za-z]+:?")


@dataclass(frozen=True)
class Style:
    """What the reader's terminal is, and what was asked for.

    `program` are the words that start pytest there; `remedies` those that `--fix` can carry out, None where nobody
    knows; `fix` the value of `--fix`; `told` is said before the next command: where the record is.
    """

    width: int = 80
    height: int = 24
    colour: bool = False
    unicode: bool = True
    verbosity: int = 0
    program: str = "pytest"
    remedies: frozenset[str] | None = None
    fix: str | None = None
    told: str = ""

    def fitted(self, lines: Iterable[str]) -> list[str]:
        """Lines no wider than the terminal; commands and ids stay whole, so that they can be copied."""
        return [part for line in lines for part in ([line] if _stays_whole(line) else self._wrapped(line))]

    def rows(self, lines: Iterable[str]) -> int:
        """How many rows fitted lines take; a command that is too long takes several."""
        return sum(max(1, -(-len(line) // self.width)) for line in lines)

    def shown(self, lines: Iterable[str]) -> str:
        """The text for the terminal."""
        return "".join(f"{self._painted(self.plain(line))}\n" for line in lines)

    def plain(self, line: str) -> str:
        """What the terminal can show of a line."""
        if self.unicode:
            return line
        return line.translate(PLAIN).encode("ascii", "backslashreplace").decode("ascii")

    def paint(self, text: str, colour: str) -> str:
        """`text` in a colour, where there are colours."""
        return f"\x1b[{colour}m{text}\x1b[0m" if self.colour and text else text

    def _painted(self, line: str) -> str:
        if counts := _COUNTS.match(line):
            return self.paint(line, RED if counts[2] in ("failed", "error", "unknown", "blocked") else GREEN)
        first = _FIRST.match(line)
        colour = COLOURS.get(first[0]) if first else None
        return f"{self.paint(first[0], colour)}{line[first.end() :]}" if first and colour else line

    def _wrapped(self, line: str) -> list[str]:
        if len(line) <= self.width:
            return [line]
        indent = " " * (len(line) - len(line.lstrip()))
        return textwrap.wrap(
            line,
            self.width,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
            drop_whitespace=True,
        ) or [""]


def counted(counts: dict[str, int]) -> str:
    """`1 failed, 2 blocked, 180 passed`, worst first."""
    return ", ".join(f"{counts[word]} {word}" for word in WORST_FIRST if counts.get(word))


def _stays_whole(line: str) -> bool:
    return line.startswith(("next: ", "record: ", "FAILED ", "UNKNOWN "))
