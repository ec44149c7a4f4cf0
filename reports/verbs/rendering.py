"""`python -m reports FORMAT RECORD [-o FILE]`: a record as its run would have written it in that format."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from fixtures.errors import UserMistake
from reports.formats import FORMATS, render
from reports.record import read
from reports.verbs.base import Answer, Verb, found, takes_record


def rendering(name: str) -> Verb:
    """The verb of one format."""

    def run(asked: Namespace) -> Answer:
        text = render(name, read(found(asked.record)))
        if asked.output:
            write(Path(asked.output), text)
        return "" if asked.output else text, 0

    return Verb(f"a record {FORMATS[name]}", _arguments, run)


def write(file: Path, text: str) -> None:
    """Put a report into a file.

    Raises:
        UserMistake: it cannot be written.
    """
    try:
        file.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise UserMistake(f"{file} cannot be written: {error.strerror}") from error


def _arguments(parser: ArgumentParser) -> None:
    takes_record(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there (default: standard output)")
