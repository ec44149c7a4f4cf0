"""What a record says of the run before it: found among those kept, compared, and put into one line."""

from __future__ import annotations

from pathlib import Path

from fixtures.verdict.outcome import RED
from reports.comparison import Comparison
from reports.line import Bar, EarlierLine
from reports.record import Record, RecordError, read
from reports.recorder import records_in
from reports.selection import selected
from reports.serving.shelf import Kept, opened
from reports.versions import changed

BARS = 13
"""Older runs that are named with how much was red."""
LOOKED_AT = 100
"""Records among which they are looked for."""


def earlier(record: Record, folder: Path) -> EarlierLine | None:
    """Of the newest whole run before this one that asked the same, in a folder of records; None where there is none."""
    kept = list(_before(record, folder))
    for each in reversed(kept):
        if each.end is not None and each.end.complete:
            try:
                return _line(Comparison(read(each.file), record), kept)
            except RecordError:  # one that was changed says nothing; an older one may
                continue
    return None


def _before(record: Record, folder: Path) -> list[Kept]:
    """The runs of the same selection that began before this one, the oldest first; what cannot be read is no run.

    One of a part beside one of the whole would make most checks new, and what was not asked hold.
    """
    asked, found = selected(record.run), []
    for file in reversed(records_in(folder)[-LOOKED_AT:] if folder.is_dir() else ()):
        try:
            each = opened(file)
        except RecordError:
            continue
        same = each.run.env == record.run.env and each.selected == asked
        if same and each.run.run != record.run.run and each.run.at <= record.run.at:
            found.append(each)
        if len(found) == BARS:
            break
    return found[::-1]


def _line(found: Comparison, kept: list[Kept]) -> EarlierLine:
    old = found.old
    same = [pair for pair in found.both if pair.before.verdict == pair.after.verdict and pair.after.verdict.green]
    return EarlierLine(
        run=old.run.run,
        began=old.run.at,
        head=old.head,
        commit=old.run.suite.commit,
        command=old.run.suite.command,
        broke=tuple(pair.id for pair in found.broke),
        healed=tuple(pair.id for pair in found.healed),
        turned=tuple(pair.id for pair in found.turned if pair.after.verdict.green or pair.before.verdict.green),
        still=len(found.still),
        same=len(same),
        new=tuple(line.id for line in found.new_ones),
        gone=tuple(line.id for line in found.gone),
        files=found.files,
        versions=changed(old, found.new),
        older=tuple(_bar(each) for each in kept),
    )


def _bar(kept: Kept) -> Bar:
    end = kept.end
    red = sum(end.counts.get(str(verdict), 0) for verdict in RED) if end else None
    return Bar(run=kept.run.run, at=kept.run.at, red=red, complete=bool(end and end.complete))
