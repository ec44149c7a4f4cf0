"""Two runs side by side: what broke or healed, what is new or gone, what got slower, what is expected otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reports.line import CheckLine, EmptyLine, ErrorLine
from reports.record import Record

Outcome = CheckLine | EmptyLine
HOLDS = ("passed", "flaky", "fixed")
SLOWER = 3.0
"""Times as long."""
NOTICED = 0.25
"""Seconds; what takes less is not called slow."""


@dataclass(frozen=True)
class Pair:
    """One check on one thing in both runs."""

    before: Outcome
    after: Outcome

    @property
    def id(self) -> str:
        """The same in both."""
        return self.after.id


@dataclass(frozen=True)
class Comparison:
    """An older run and a newer one."""

    old: Record
    new: Record

    @cached_property
    def both(self) -> tuple[Pair, ...]:
        """What both asked, in the order of the newer."""
        before = {line.id: line for line in self.old.checks}
        return tuple(Pair(before[line.id], line) for line in self.new.checks if line.id in before)

    @property
    def broke(self) -> tuple[Pair, ...]:
        """Red now, and not before."""
        return tuple(each for each in self.both if each.before.verdict.green and not each.after.verdict.green)

    @property
    def healed(self) -> tuple[Pair, ...]:
        """Red before, and holds now; what is waived or not asked any more has not healed."""
        return tuple(each for each in self.both if not each.before.verdict.green and each.after.verdict in HOLDS)

    @property
    def still(self) -> tuple[Pair, ...]:
        """Red in both."""
        return tuple(each for each in self.both if not each.before.verdict.green and not each.after.verdict.green)

    @property
    def turned(self) -> tuple[Pair, ...]:
        """Of another verdict, and neither broken nor healed: skipped now, waived now, unknown instead of failed."""
        moved = {each.id for each in (*self.broke, *self.healed)}
        return tuple(each for each in self.both if each.before.verdict != each.after.verdict and each.id not in moved)

    @cached_property
    def new_ones(self) -> tuple[Outcome, ...]:
        """Only in the newer."""
        return _only(self.new.checks, self.old.checks)

    @cached_property
    def gone(self) -> tuple[Outcome, ...]:
        """Only in the older."""
        return _only(self.old.checks, self.new.checks)

    @property
    def errors(self) -> tuple[ErrorLine, ...]:
        """What went wrong around the checks of the newer, and did not in the older."""
        before = {(each.test, each.phase) for each in self.old.errors}
        return tuple(each for each in self.new.errors if (each.test, each.phase) not in before)

    @property
    def slower(self) -> tuple[tuple[str, float, float], ...]:
        """Id, seconds before and seconds now of what holds in both and takes more than `SLOWER` times as long."""
        took = [
            (each.id, each.before.seconds, each.after.seconds)
            for each in self.both
            if isinstance(each.before, CheckLine) and isinstance(each.after, CheckLine)
            if each.before.verdict == each.after.verdict == "passed"
        ]
        return tuple(each for each in took if each[2] > NOTICED and each[2] > SLOWER * each[1])

    @property
    def expected(self) -> tuple[tuple[str, str, object, object], ...]:
        """Id, field, and what was and is declared, where that differs; None where it was or is not declared."""
        found = []
        for each in self.both:
            if not isinstance(each.before, CheckLine) or not isinstance(each.after, CheckLine):
                continue
            was, now = each.before.expected, each.after.expected
            if was and now:  # a check that was not reached compared nothing
                fields = [field for field in {**was, **now} if was.get(field) != now.get(field)]
                found += [(each.id, field, was.get(field), now.get(field)) for field in fields]
        return tuple(found)

    @property
    def files(self) -> tuple[str, ...]:
        """The files of expectations that changed, came or went."""
        was, now = self.old.run.against.layers, self.new.run.against.layers
        return tuple(sorted(name for name in {*was, *now} if was.get(name) != now.get(name)))

    @property
    def worse(self) -> bool:
        """Whether something is red that was not: broken, new and red, an error, or not whole where it was."""
        red = any(not each.verdict.green for each in self.new_ones)
        return bool(self.broke or red or self.errors or (self.old.complete and not self.new.complete))


def _only(these: Iterable[Outcome], others: Iterable[Outcome]) -> tuple[Outcome, ...]:
    known = {each.id for each in others}
    return tuple(each for each in these if each.id not in known)
