"""A run as a plugin of Nagios or Icinga says it: the state and the cause, figures, then every cause in a line.

`python -m reports nagios RECORD` ends with the state's code; a run that renders it keeps pytest's own.
Source: Monitoring Plugins Development Guidelines.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from fixtures.verdict.outcome import Verdict
from reports.causes import Cause, causes
from reports.conclusion import conclusion, troubles
from reports.record import Record

OK, WARNING, CRITICAL, UNKNOWN = range(4)
WORDS = ("OK", "WARNING", "CRITICAL", "UNKNOWN")
PAGES = ("critical", "high")
"""Severities for which somebody is woken up."""
MOST = 4000
"""Bytes of text: NRPE and older Nagios cut at 4 KiB or 8 KiB, perfdata is kept before it."""
LONGEST = 300
"""Characters of one cause."""


def state(record: Record) -> int:
    """CRITICAL where something of weight failed, UNKNOWN where nobody can say, WARNING for the rest that is red."""
    red = list(causes(record))
    severities = {cause.first.severity for cause in red if cause.first.verdict == "failed"}
    if severities & set(PAGES):
        return CRITICAL
    unsaid = not record.complete or record.errors or not record.checks
    if unsaid or any(cause.first.verdict == "unknown" for cause in red):
        return UNKNOWN
    if severities or "blocked" in record.counts or any(troubles(record)):
        return WARNING
    return OK


def render(record: Record) -> str:
    """The line that a monitor shows, and below it every cause."""
    found = list(causes(record))
    first = f"{WORDS[state(record)]} - {conclusion(record)}"
    more = [*(_cause(each) for each in found), *(f"{each.kind}: {each.name}" for each in troubles(record))]
    if more:
        first += f": {more[0]}" + (f" and {len(more) - 1} more" if len(more) > 1 else "")
    return "".join(_cut([f"{_fit(first)} | {' '.join(_figures(record))}", *(_fit(each) for each in more[1:])]))


def _cause(cause: Cause) -> str:
    line, blocked = cause.first, len(cause.blocked)
    said = shorten(line.text, LONGEST, placeholder=" ...")
    return f"{line.verdict.upper()} {line.id}: {said}" + (f" (blocks {blocked})" if blocked else "")


def _figures(record: Record) -> Iterator[str]:
    """`'label'=value[unit];warn;crit;min`: what must be none has the threshold of none."""
    counts = record.counts
    for verdict in map(str, Verdict):
        yield f"{verdict}={counts.get(verdict, 0)};{'0' if verdict in ('failed', 'unknown', 'blocked') else ''};;0"
    yield f"errors={len(record.errors)};0;;0"
    if record.end:
        yield f"time={record.end.seconds:.3f}s;;;0"


def _fit(text: str) -> str:
    """One line without the bar that begins the figures."""
    return " ".join(text.split()).replace("|", "¦")


def _cut(lines: list[str]) -> Iterator[str]:
    left = MOST
    for number, line in enumerate(lines):
        left -= len(line.encode()) + 1
        if left < 0 and number:
            yield f"and {len(lines) - number} more\n"
            return
        yield f"{line}\n"
