"""What several sections of the page ask of a record, reckoned once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reports.audit.evidence import Questions
from reports.causes import Cause, causes
from reports.line import CheckLine, EmptyLine
from reports.record import Record

Outcome = CheckLine | EmptyLine
ORDER = ("failed", "unknown", "blocked", "fixed", "flaky", "waived", "skipped", "off", "empty", "passed")
"""Verdicts, what is to be looked at first before the rest."""
RED = ("failed", "unknown", "blocked")
SILENT = ("skipped", "off", "empty")
"""Not asked."""
LONG = 1500
"""Checks above which the page says once per check what is alike of its things."""


@dataclass(frozen=True)
class View:
    """A record, its causes numbered from 1."""

    record: Record

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """As the terminal has them, in its order."""
        return tuple(causes(self.record))

    @cached_property
    def questions(self) -> Questions:
        """Every question of the run, numbered."""
        return Questions(self.record)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The id of each outcome that is a cause or waits for one, to the number of that cause."""
        return {
            id: number
            for number, cause in enumerate(self.causes, 1)
            for id in (*(line.id for line in cause.lines), *cause.blocked)
        }

    @cached_property
    def counts(self) -> Counter[str]:
        """Verdict to how many of what was selected."""
        return Counter(str(line.verdict) for line in self.record.checks)

    @property
    def red(self) -> int:
        """How many selected ones are not known to hold."""
        return sum(self.counts[verdict] for verdict in RED)

    @property
    def asked(self) -> int:
        """How many selected ones have an answer, or wait for a cause."""
        return sum(self.counts.values()) - sum(self.counts[verdict] for verdict in SILENT)

    @property
    def long(self) -> bool:
        """Whether the page has to be brief."""
        return len(self.record.outcomes) > LONG

    @cached_property
    def exempted(self) -> dict[str, str]:
        """The id of each exemption whose time is over, to the day on which it ended."""
        return {each.id: each.until for each in self.record.exemptions if each.state == "expired"}

    def checks(self, ids: Iterable[str]) -> list[CheckLine]:
        """The outcomes of these ids, without those that never were."""
        found = (self.record.outcomes.get(id) for id in ids)
        return [line for line in found if isinstance(line, CheckLine)]

    @cached_property
    def _upstream(self) -> dict[str, frozenset[int]]:
        return {}

    def upstream(self, id: str) -> frozenset[int]:
        """The causes that an outcome waits for, all of them, along what it needs."""
        known = self._upstream
        if id in known:
            return known[id]
        known[id] = frozenset()  # of a circle, which no check may make
        found: set[int] = set()
        for line in self.checks(self.needs(id)):
            if line.verdict in ("failed", "unknown") and line.id in self.numbers:
                found.add(self.numbers[line.id])
            elif line.verdict == "blocked":
                found |= self.upstream(line.id)
        known[id] = frozenset(found)
        return known[id]

    def needs(self, id: str) -> tuple[str, ...]:
        """The ids of what an outcome stands on, the nearest."""
        line = self.record.outcomes.get(id)
        return line.needs if isinstance(line, CheckLine) else ()


def worst(verdicts: Iterable[str]) -> str:
    """The one to look at first; `passed` where nothing is red, none at all included."""
    found = {*verdicts}
    return next((verdict for verdict in RED if verdict in found), "passed")
