"""What the guide gets wrong (`docs/guide-errata.md`), from the `Instead` lines of the checks' docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from fixtures.verdict.check import Check
from reports.guide.sources import UnknownStatement, named
from reports.guide.statements import Statement, statements

HEAD = """# What the guide gets wrong

Made by `python -m reports errata > docs/guide-errata.md` from the checks' docstrings (their lines `Instead:`). A
statement has its number in `reports/guide/guide.toml`, which is its line in the guide. Each is proven in the lab by
`tests/lab/test_errata.py`: there the guide's own words say the one, and the check, rightly, the other.
"""
_INSTEAD = re.compile(r'([^"]+"[^"]+"): (.+)')


@dataclass(frozen=True)
class Erratum:
    """A statement of the guide that misleads, why, and the check that asks what is so."""

    statement: Statement
    why: str
    check: Check

    @property
    def name(self) -> str:
        """The statement as a Source line names it."""
        return self.statement.name


def instead(check: Check) -> Iterator[Erratum]:
    """The errata that a check tells of.

    Raises:
        UnknownStatement: an `Instead` line is not `SECTION "TITLE": why`, or names not one statement of the guide.
    """
    for text in check.instead:
        match = _INSTEAD.fullmatch(text)
        found = list(named(f"guide, {match[1]}", tuple, statements())) if match else []
        exact = [each for each in found if match and match[1].endswith(f'"{each.title}"')] or found
        if match is None or len(exact) != 1:
            raise UnknownStatement(f'{check.id}, Instead: {text!r} is not one statement, as in SECTION "TITLE": why')
        yield Erratum(exact[0], match[2], check)


def errata(checks: Iterable[Check]) -> list[Erratum]:
    """All of them, in the order of the guide."""
    order = {each: at for at, each in enumerate(statements())}
    found = [each for check in checks for each in instead(check)]
    return sorted(found, key=lambda each: (order[each.statement], each.check.id))


def page(checks: Iterable[Check]) -> str:
    """The page in Markdown, by the sections of the guide."""
    parts = [HEAD]
    for section, group in groupby(errata(checks), key=lambda each: each.statement.section):
        parts.append(f"\n## {section}\n\n| guide | why it misleads | what is asked instead |\n|---|---|---|\n")
        parts += [_row(each) for each in group]
    return "".join(parts)


def _row(each: Erratum) -> str:
    cells = (f"{each.statement.number} {each.statement.title}", each.why, f"`{each.check.id}`: {each.check.title}")
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"
