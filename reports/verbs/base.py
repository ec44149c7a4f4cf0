"""What a verb is, and how it is told which record."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reports.record import RecordError
from reports.recorder import records_in, runs_folder
from reports.selection import selection

Answer = tuple[str, int]
"""The text for standard output, and the exit code."""
SELECTION = "runs of this selection count as those of the whole suite do, as in --selection='-m smoke'"
RECORD = "a record file, a folder of records (its newest), or an environment (its newest here)"


@dataclass(frozen=True)
class Verb:
    """A word behind `python -m reports`."""

    says: str
    arguments: Callable[[ArgumentParser], object]
    run: Callable[[Namespace], Answer]


def chosen(words: str) -> tuple[str, ...]:
    """A selection as it is typed behind pytest.

    Raises:
        ArgumentTypeError: it selects nothing.
    """
    found = selection(["pytest", *shlex.split(words)])
    if not found:
        raise ArgumentTypeError(f"{words} leaves nothing out; write it as behind pytest, as in --selection='-m smoke'")
    return found


def takes_record(parser: ArgumentParser) -> None:
    """One record."""
    parser.add_argument("record", metavar="RECORD", help=RECORD)


def found(word: str) -> Path:
    """The record file that a person means by `word`.

    Raises:
        RecordError: there is none.
    """
    path = place(word)
    if not path.is_dir():
        return path
    records = records_in(path)
    if not records:
        raise RecordError(f"there is no record in {path}")
    return records[-1]


def folder(word: str) -> Path:
    """The folder of records that a person means by `word`.

    Raises:
        RecordError: there is none.
    """
    path = place(word)
    if not path.is_dir():
        raise RecordError(f"{word} is no folder of records, and no environment that has some on this machine")
    return path


def place(word: str) -> Path:
    """A file or folder; an environment with records here comes before a folder that has its name, as `lab` does."""
    path = Path(word)
    return runs_folder(word) if path.name == word and not path.is_file() and runs_folder(word).is_dir() else path
