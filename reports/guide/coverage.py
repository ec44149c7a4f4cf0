"""Guide statement, checks, remedies, faults: what stands for each statement, and which has no check."""

from __future__ import annotations

import functools
import itertools
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fixtures.expectations import Environment
from fixtures.texts import many
from fixtures.verdict.check import Check
from reports.guide.errata import instead
from reports.guide.sources import UnknownStatement, named
from reports.guide.statements import Statement, statements

Names = Callable[[str], tuple[str, ...]]
"""Of a check: the ids of its remedies, or of the faults in which it is the failed one, the best first."""
WIDTH = 80


@dataclass(frozen=True)
class Coverage:
    """One statement, and the checks that name it in their Source line."""

    statement: Statement
    checks: tuple[Check, ...]

    @property
    def uncovered(self) -> bool:
        """Whether it is for a platform to keep, and no check asks it."""
        return not self.checks and not self.statement.why


def coverage(env: Environment, checks: Iterable[Check], *, strict: bool = True) -> list[Coverage]:
    """Every statement of the guide, in its order, with the checks that stand for it in `env`.

    Raises:
        UnknownStatement: a check names what is not in the guide; where it is not `strict` that covers nothing.
    """
    found: dict[str, list[Check]] = {each.number: [] for each in statements()}
    for check in checks:
        things = functools.partial(_things, env, check)
        try:
            sources = [check.source, *(f"guide, {each.name}" for each in instead(check))]
            for statement in dict.fromkeys(each for source in sources for each in named(source, things, statements())):
                found[statement.number].append(check)
        except UnknownStatement as error:
            if strict:
                raise UnknownStatement(f"{check.id}, Source: {error}") from error
    return [Coverage(each, tuple(found[each.number])) for each in statements()]


def _things(env: Environment, check: Check) -> list[str]:
    return [name for subject in check.subjects(env) for name in (subject.id, subject.container)]


@dataclass(frozen=True)
class Proofs:
    """What heals a check, what proves it, and the faults that name a row of the catalogue."""

    remedies: Names
    faults: Names
    rows: Mapping[str, tuple[str, ...]]

    def chain(self, check: Check, row: str = "") -> list[str]:
        """`check -> remedies -> fault`; a fault of that row comes first."""
        faults = sorted(self.faults(check.id), key=lambda fault: fault not in self.rows.get(row, ()))
        more = f" +{len(faults) - 1}" if len(faults) > 1 else ""
        remedies = ", ".join(self.remedies(check.id)) or "no remedy"
        whole = f"    {check.id} -> {remedies} -> {faults[0] if faults else 'no fault'}{more}"
        return textwrap.wrap(whole, WIDTH, subsequent_indent="      ", break_on_hyphens=False)


def table(found: Iterable[Coverage], proofs: Proofs) -> Iterator[str]:
    """The table, section by section; what every statement of a section has is told once."""
    asked: list[Coverage] = []
    told: list[Coverage] = []
    for each in found:
        (told if each.statement.why and not each.checks else asked).append(each)
    for section, group in itertools.groupby(asked, key=lambda each: each.statement.section):
        yield from [section, *_section(list(group), proofs)]
    yield ""
    yield f"{many(len(told), 'more tells', 'more tell')} a person what to do; no platform keeps or breaks them:"
    for each in told:
        line = f"  {each.statement.number} {each.statement.name}: {each.statement.why}"
        yield from textwrap.wrap(line, WIDTH, subsequent_indent="    ")
    yield ""
    uncovered = [each.statement for each in asked if each.uncovered]
    yield from (f"uncovered: {each.number} {each.name}" for each in uncovered)
    yield f"guide statements {len(asked)}, uncovered {len(uncovered)}"


def _section(group: list[Coverage], proofs: Proofs) -> Iterator[str]:
    common = [check for check in group[0].checks if len(group) > 1 and all(check in each.checks for each in group)]
    if common:
        yield f"  {group[0].statement.number} to {group[-1].statement.number}, each"
    for check in common:
        yield from proofs.chain(check)
    for each in group:
        yield f"  {each.statement.number} {each.statement.title}{'' if each.checks else '  UNCOVERED'}"
        for check in each.checks:
            if check not in common:
                yield from proofs.chain(check, each.statement.row)
