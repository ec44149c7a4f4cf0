"""The causes in a record: what is red by itself, alike ones together, each with what it blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fixtures.texts import many
from reports.line import CheckLine, StatementLine
from reports.record import Record
from reports.style import Style

SEVERITIES = ("critical", "high", "medium", "low")
CAUSES = ("failed", "unknown")
BLOCKED_ROWS = 4
"""Rows for the names of what a cause blocks; `-v` gives it as many as it needs."""


@dataclass(frozen=True)
class Cause:
    """Things that are red for one reason, what their check says of itself, and what waits for them."""

    lines: tuple[CheckLine, ...]
    statement: StatementLine
    blocked: tuple[str, ...]

    @property
    def first(self) -> CheckLine:
        """The one that is told."""
        return self.lines[0]

    def head(self, *, blocks: bool = False) -> str:
        """One line."""
        line, more = self.first, len(self.lines) - 1
        weight = line.severity if line.selected else "not selected, asked because others need it"
        also = f" and {more} alike" if blocks and more else ""
        stops = f", blocks {len(self.blocked)}" if blocks and self.blocked else ""
        return f"{line.verdict.upper()} {line.id}{also}  ({weight}{stops})"

    def told(self, style: Style) -> Iterator[str]:
        """Everything."""
        line = self.first
        yield self.head()
        for each in self.lines[1:]:
            yield f"{each.verdict.upper()} {each.id}  ({each.severity})"
        if len(self.lines) > 1:
            yield f"  the same of {many(len(self.lines), 'thing')}, told of the first"
        yield from (f"  {part}" for part in line.text.splitlines())
        yield from (f"  {note}" for note in line.notes)
        yield f"  why: {self.statement.why}"
        if line.verdict == "failed":  # of what could not be asked nobody knows that anything is to be put right
            yield f"  fix: {line.fix or self.statement.fix}"
            yield from self._remedy(style)
        if line.declared:
            yield f"  declared: {line.declared}"
        if style.verbosity > 0:
            yield from (f"  asked: {each.what} ({each.where}, {each.seconds * 1000:.0f} ms)" for each in line.asked)
        yield from self._blocked(style)

    def _remedy(self, style: Style) -> Iterator[str]:
        for remedy in self.first.remedies:
            if style.remedies is not None and remedy not in style.remedies:
                yield f"  remedy: {remedy} is not written yet, so --fix leaves this to you"
            else:
                yield f"  remedy: {remedy}"

    def _blocked(self, style: Style) -> Iterator[str]:
        if not self.blocked:
            return
        head = f"BLOCKED {len(self.blocked)} by {self.first.id}: "
        shown = list(self.blocked)
        room = BLOCKED_ROWS if style.verbosity <= 0 else len(shown) + 1
        while len(shown) > 1 and style.rows(style.fitted([_names(head, shown, self.blocked)])) > room:
            shown.pop()
        yield _names(head, shown, self.blocked)


def causes(record: Record) -> Iterator[Cause]:
    """Failed ones first, then what could not be asked; the most severe first, of these what blocks the most."""
    waiting: dict[str, list[str]] = {}
    for each in record.checks:
        if isinstance(each, CheckLine) and each.verdict == "blocked" and each.root:
            waiting.setdefault(each.root, []).append(each.id)
    red = [line for line in record.outcomes.values() if isinstance(line, CheckLine) and line.verdict in CAUSES]
    red.sort(key=_weight)
    groups = [(group, [id for line in group for id in waiting.get(line.id, ())]) for group in _alike(red)]
    groups.sort(key=lambda each: (*_weight(each[0][0]), -len(each[1])))
    for group, blocked in groups:
        yield Cause(tuple(group), record.statements[group[0].check], tuple(blocked))


def _weight(line: CheckLine) -> tuple[int, bool, int]:
    return (CAUSES.index(line.verdict), not line.selected, SEVERITIES.index(line.severity))


def _alike(lines: list[CheckLine]) -> list[list[CheckLine]]:
    """Lines that say the same of one thing (a certificate that four names share) stand together."""
    groups: dict[tuple[object, ...], list[CheckLine]] = {}
    for line in lines:
        own = "|".join(map(re.escape, (line.subject, line.subject.rpartition(":")[2])))
        said = re.sub(rf"(?<!\w)(?:{own})(?!\w)", "", line.text)
        key = (line.check, line.container, line.severity, line.selected, said, line.notes)
        groups.setdefault(key, []).append(line)
    return list(groups.values())


def _names(head: str, shown: list[str], blocked: tuple[str, ...]) -> str:
    left = len(blocked) - len(shown)
    return f"{head}{', '.join(shown)}{f' and {left} more (-v names them)' if left else ''}"
