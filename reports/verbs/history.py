"""`python -m reports history DIR`: a column a run, a row a check that was ever red; flapping and time to repair."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator

from fixtures.texts import many
from reports.history import History, history
from reports.history_words import KEY, NOT_ASKED, SIGNS, not_quiet, said
from reports.verbs.base import Answer, Verb, folder

LAST = 20


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="a folder of records, or an environment (those kept here)")
    parser.add_argument("--last", metavar="N", type=_count, default=LAST, help=f"runs (default {LAST})")
    parser.add_argument("--all", action="store_true", help="also what was never red")


def _count(word: str) -> int:
    if not word.isdecimal() or int(word) == 0:
        raise ArgumentTypeError(f"{word} is no number of runs")
    return int(word)


def _run(asked: Namespace) -> Answer:
    found = history(folder(asked.folder), asked.last)
    return "".join(f"{line}\n" for line in _lines(found, every=asked.all)), 0


def _lines(found: History, *, every: bool) -> Iterator[str]:
    first, last = found.records[0].run, found.records[-1].run
    yield f"{last.env}: {many(len(found.records), 'run')}, {first.at} to {last.at}, the newest at the right"
    yield f"  {KEY}"
    shown = [each for each in found.stories if every or any(not_quiet(line) for line in each.lines)]
    width = max((len(each.id) for each in shown), default=0)
    for story in sorted(shown, key=lambda each: (not each.flapping, not each.red, each.id)):
        row = "".join(SIGNS[line.verdict] if line else NOT_ASKED for line in story.lines)
        yield f"{row}  {story.id:{width}}  {'; '.join(said(story))}".rstrip()
    if quiet := len(found.stories) - len(shown):
        yield f"{quiet} more, never red (--all shows {'it' if quiet == 1 else 'them'})"
    yield from (f"left out: {each}" for each in found.left_out)


VERB = Verb(
    "each check over the last runs: what flaps, what is red since when, how long a repair took", _arguments, _run
)
