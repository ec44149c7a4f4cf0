"""What a run did not ask although it asked for the whole: canaries that nobody named, and what no check asks."""

from __future__ import annotations

from collections.abc import Iterator

from fixtures.session import Run
from fixtures.verdict.register import every
from reports.guide.coverage import coverage
from reports.line import LeftOutLine
from reports.record import Record


def left_out(run: Run, record: Record) -> Iterator[LeftOutLine]:
    """A line a reason."""
    checks = list(every())
    canaries = (check.full_id(subject) for check in checks if check.canary for subject in check.subjects(run.env))
    if ids := tuple(id for id in canaries if id not in record.outcomes):
        yield LeftOutLine(
            what="canary",
            ids=ids,
            why="each leaves a harmless trace for a moment and removes it: only who names the mark asks it",
            how=f"pytest --env={run.env.name} -m canary",
        )
    unasked = [each.statement for each in coverage(run.env, checks, strict=False) if each.uncovered]
    if unasked:
        yield LeftOutLine(
            what="guide",
            ids=tuple(f"{each.number} {each.name}" for each in unasked),
            why="the guide says it, and there is no check of it yet",
            how="",
        )
