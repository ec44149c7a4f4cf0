"""What stands behind an outcome: what was declared, what was found, and every question as it was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from reports.audit.texts import value
from reports.line import Asked, CheckLine
from reports.record import Record


@dataclass(frozen=True)
class Field:
    """One that was compared."""

    name: str
    declared: str
    found: str
    differs: bool


def fields(line: CheckLine) -> list[Field]:
    """What was compared, what differs first; of what was not reached nothing."""
    differ = [Field(each.field, each.expected, each.found, True) for each in line.differences]
    told = {each.name for each in differ}
    rest = [name for name in {**line.expected, **line.found} if name not in told]
    return differ + [Field(name, value(line.expected.get(name)), value(line.found.get(name)), False) for name in rest]


def remarks(line: CheckLine) -> tuple[str, ...]:
    """What an outcome's text says beside the differences, which stand in a table of their own."""
    told = {f"{each.field}: expected {each.expected}, found {each.found}" for each in line.differences}
    said = [part.strip() for part in line.text.splitlines() if part.strip() and part.strip() not in told]
    usual = f"{line.subject} is not as declared"
    return tuple(part[1:-1] if part.startswith("(") and part.endswith(")") else part for part in said if part != usual)


@dataclass
class Question:
    """One question, however often its answer was needed."""

    number: int
    what: str
    where: str
    credential: str | None
    first: str
    seconds: float
    """It took, the first time."""
    answer: str
    times: int = 0
    """It was asked; not counted again where the answer was remembered."""
    outcomes: int = 0
    """That stand on its answer."""
    asked_at: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Questions:
    """Every question of a record, numbered in the order in which outcomes stand on them."""

    record: Record

    @cached_property
    def found(self) -> dict[tuple[str, str], Question]:
        """By what was typed and where."""
        found: dict[tuple[str, str], Question] = {}
        for line in self.record.outcomes.values():
            for each in line.asked if isinstance(line, CheckLine) else ():
                self._note(found, each)
        return found

    def __call__(self, line: CheckLine) -> list[Question]:
        """Those that an outcome stands on, each once."""
        return list({each.number: each for each in map(self._of, line.asked)}.values())

    @property
    def all(self) -> Iterable[Question]:
        """In order."""
        return self.found.values()

    def _of(self, asked: Asked) -> Question:
        return self.found[asked.what, asked.where]

    def _note(self, found: dict[tuple[str, str], Question], asked: Asked) -> None:
        key = (asked.what, asked.where)
        if key not in found:
            found[key] = Question(len(found) + 1, *key, asked.credential, asked.at, asked.seconds, asked.answer)
        question = found[key]
        question.outcomes += 1
        if asked.at not in question.asked_at:
            question.asked_at.add(asked.at)
            question.times += 1
