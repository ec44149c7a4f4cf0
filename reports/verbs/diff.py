"""`python -m reports diff OLD NEW`: what changed between two runs; exit 1 where something is red that was not."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reports.comparison import Comparison
from reports.differences import render
from reports.record import read
from reports.verbs.base import RECORD, Answer, Verb, found


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help=RECORD)
    parser.add_argument("new", metavar="NEW", help=RECORD)


def _run(asked: Namespace) -> Answer:
    compared = Comparison(read(found(asked.old)), read(found(asked.new)))
    return render(compared), int(compared.worse)


VERB = Verb("what changed between two runs (exit 1 where something is red that was not)", _arguments, _run)
