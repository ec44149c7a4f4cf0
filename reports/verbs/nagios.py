"""`python -m reports nagios RECORD [--older=90m]`: a plugin of Nagios or Icinga, which ends with the state's code."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from pathlib import Path

from fixtures.errors import UserMistake
from reports.formats.nagios import UNKNOWN, render, state
from reports.record import Record, RecordError, read
from reports.serving.shelf import Selection, shelf
from reports.verbs.base import SELECTION, Answer, Verb, chosen, place, takes_record
from reports.verbs.times import duration


def _arguments(parser: ArgumentParser) -> None:
    takes_record(parser)
    parser.add_argument("--selection", metavar="WORDS", type=chosen, default=(), help=SELECTION)
    parser.add_argument("--older", metavar="TIME", help="unknown where the run began longer ago: 90s, 90m, 2h, 1d")


def _run(asked: Namespace) -> Answer:
    """What cannot be read is unknown as well, and said where a monitor reads: nobody sees standard error."""
    try:
        record = read(_counting(asked.record, asked.selection))
        if said := _too_old(record, asked.older):
            return said, UNKNOWN
    except UserMistake as mistake:
        return f"UNKNOWN - {' '.join(str(mistake).split())}\n", UNKNOWN
    return render(record), state(record)


def _counting(word: str, chosen: Selection) -> Path:
    """A record file, or of a folder's newest environment the newest run that counts, or a later one that is red.

    Raises:
        RecordError: there is none.
    """
    where = place(word)
    if not where.is_dir():
        return where
    found = shelf(where)
    newest = max((each for each in found.newest(chosen).values() if each), key=lambda each: each.run.at, default=None)
    if newest is None:
        raise RecordError(f"{word} has no run of the whole suite, nor of what counts (--selection)")
    return (found.red_since(newest) or newest).file


def _too_old(record: Record, limit: str | None) -> str:
    if limit is None:
        return ""
    age = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(record.run.at)
    if age <= duration(limit):
        return ""
    return f"UNKNOWN - the newest run of {record.run.env} began at {record.run.at}, more than {limit} ago\n"


VERB = Verb("a record as a plugin of Nagios says it; ends with 0 to 3", _arguments, _run)
