"""The statements of the guide by number, section and title (guide.toml); the guide's text is not ours, and not here."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("guide.toml")
LINES = "lines"
HEADINGS = "headings"


@dataclass(frozen=True)
class Statement:
    """One statement. `number` is its line in the guide, with a letter where a line has several.

    `of` is the container or thing that it is about, `row` its row in the catalogue, `also` further lines that belong
    to it; `why` says why no check asks it, and is empty where one does or should.
    """

    number: str
    section: str
    title: str
    of: str = ""
    row: str = ""
    why: str = ""
    also: tuple[int, ...] = ()

    @property
    def line(self) -> int:
        """The line of the guide on which it begins."""
        return int(re.sub(r"\D", "", self.number))

    @property
    def name(self) -> str:
        """As a Source line names it."""
        return f'{self.section} "{self.title}"'


@functools.cache
def statements() -> tuple[Statement, ...]:
    """All of them, in the order of the guide."""
    found = [
        Statement(number, section, **{**each, "also": tuple(each.get("also", ()))})
        for section, entries in _read().items()
        if section not in (LINES, HEADINGS)
        for number, each in entries.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.line, each.number)))


def headings() -> frozenset[int]:
    """Lines of the guide that only name what follows."""
    return frozenset(_read()[HEADINGS]["at"])


def lines() -> dict[int, str]:
    """Each line of the guide that says something, as the first digits of its SHA-256."""
    return {int(number): digest for number, digest in _read()[LINES].items()}


@functools.cache
def _read() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text("utf-8"))
