"""`python -m reports merge A B ...`: shards and sites as one record; the missing ones are named."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from fixtures.errors import UserMistake
from reports.formats import FORMATS, render
from reports.merging import merged, source
from reports.record import RecordError
from reports.recorder import Recorder
from reports.verbs.base import RECORD, Answer, Verb, found


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("records", metavar="RECORD", nargs="+", help=RECORD)
    parser.add_argument("--expect", metavar="SITES", default="", help="sites that must be there, with commas")
    parser.add_argument("--record", metavar="FILE", help="write the merged record there")
    parser.add_argument("--format", choices=tuple(FORMATS), default="terminal", help="how it is printed")


def _run(asked: Namespace) -> Answer:
    expected = [name.strip() for name in asked.expect.split(",") if name.strip()]
    sources = [source(_file(word)) for word in asked.records]
    record = merged(sources, expected, ("python", "-m", "reports", "merge", *asked.records))
    if asked.record:
        if Path(asked.record).exists() and any(
            Path(asked.record).samefile(each.file) for each in sources if each.record
        ):
            raise UserMistake(f"--record={asked.record} is one of the records; name another file")
        recorder = Recorder(Path(asked.record))
        for line in record.lines:
            recorder.add(line)
        recorder.close()
        if recorder.fault:
            raise RecordError(f"the record {asked.record} cannot be written: {recorder.fault}")
    assert record.end is not None
    return render(asked.format, record), int(record.end.exit != 0)


def _file(word: str) -> Path:
    """One that is not there is named in what is merged, like one that is torn."""
    try:
        return found(word)
    except RecordError:
        return Path(word)


VERB = Verb("shards or sites as one (exit 1 where one is red or missing)", _arguments, _run)
