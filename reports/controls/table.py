"""Controls as a table of 80 columns: control to outcomes, or check to controls."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from reports.controls.evidence import STATES, Control, controls, of_checks
from reports.line import CheckLine, EmptyLine, FrameworkLine
from reports.record import Record

WIDTH = 80
NAMED = 3
"""Outcomes that are named beside a control that does not hold."""
_LAST_NUMBER = re.compile(r"(.*?)(\d+)")
WORST_FIRST = ("failed", "unknown", "blocked", "waived", "flaky", "fixed", "passed", "empty", "off", "skipped")


def by_control(record: Record, frameworks: Sequence[FrameworkLine]) -> Iterator[str]:
    """Each framework: what its controls come to, a row each that has evidence, and the ids of the others."""
    for framework in frameworks:
        found = controls(record, framework)
        counts = Counter(each.state for each in found)
        yield ""
        yield from _wrapped(f"{framework.id}: {framework.title}", 0)
        yield from _wrapped("; ".join(f"{counts[state]} {state}" for state in STATES if counts[state]), 2)
        rows = [each for each in found if each.state not in ("not asked", "no check")]
        width = max((len(each.id) for each in rows), default=0)
        for each in rows:
            yield from _row(each, width)
        for state in ("not asked", "no check"):
            if ids := ranges([each.id for each in found if each.state == state]):
                yield from _wrapped(f"{state}: {', '.join(ids)}", 2)


def _row(control: Control, width: int) -> Iterator[str]:
    state = control.state.upper() if control.state in ("failed", "unknown", "waived") else control.state
    told = [f"{control.held} of {control.asked} hold"] if control.asked else []
    red = [line.id for line in control.red]
    told += [f"not {each}" for each in red[:NAMED]]
    told += [f"and {len(red) - NAMED} more"] if len(red) > NAMED else []
    told += [each.text for each in control.attestations]
    yield from _wrapped("; ".join(told), width + 13, f"  {control.id:{width}}  {state:8} ")


def by_check(record: Record, frameworks: Sequence[FrameworkLine]) -> Iterator[str]:
    """Each check of the record: its worst verdict, and the controls that it is evidence for."""
    known = of_checks(tuple(frameworks))
    lines: dict[str, list[CheckLine | EmptyLine]] = {}
    for line in record.outcomes.values():
        lines.setdefault(line.check, []).append(line)
    width = max(map(len, lines), default=0)
    for check, outcomes in sorted(lines.items()):
        verdict = min((str(line.verdict) for line in outcomes), key=WORST_FIRST.index)
        names = ", ".join(known.get(check, ())) or "no control"
        yield from _wrapped(names, width + 9, f"{check:{width}} {verdict:7} ")


def ranges(ids: Sequence[str]) -> list[str]:
    """Ids that follow each other as `5.1-5.8`, in their order."""
    runs: list[list[str]] = []
    for id in ids:
        if runs and _next(runs[-1][-1]) == id:
            runs[-1].append(id)
        else:
            runs.append([id])
    return [each[0] if len(each) == 1 else f"{each[0]}-{each[-1]}" for each in runs]


def _next(id: str) -> str | None:
    found = _LAST_NUMBER.fullmatch(id)
    return f"{found[1]}{int(found[2]) + 1}" if found else None


def _wrapped(text: str, indent: int, before: str = "") -> Iterable[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=before or " " * indent,
        subsequent_indent=" " * (indent + (0 if before else 2)),
        break_on_hyphens=False,
        break_long_words=False,
    ) or [before.rstrip()]
