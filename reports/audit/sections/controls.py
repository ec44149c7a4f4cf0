"""Which controls of which framework the run is evidence for, both ways, and what people vouch for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fixtures.texts import many
from reports.audit.section import Section
from reports.audit.view import View
from reports.controls.evidence import STATES, Control, controls, of_checks
from reports.controls.table import WORST_FIRST, ranges
from reports.line import FrameworkLine

MARKS = {"holds": "passed", "attested": "fixed", "not asked": "skipped", "no check": "empty"}
"""State of a control to the mark of a verdict, where it is not called like one."""
SILENT = ("not asked", "no check")


@dataclass(frozen=True)
class Coverage:
    """A framework: the controls that hold, the others with evidence, and the ids of those without, by why not."""

    framework: FrameworkLine
    holding: tuple[Control, ...]
    rows: tuple[Control, ...]
    others: Mapping[str, str]
    counts: Mapping[str, int]

    @property
    def said(self) -> str:
        """What its controls come to."""
        return ", ".join(f"{self.counts[state]} {state}" for state in STATES if self.counts[state])


def section(view: View) -> Section:
    """Nothing here says that a control is met: an outcome is evidence for a part of one."""
    found = [_coverage(view, framework) for framework in view.record.frameworks]
    if not found:
        return Section("controls", "Controls", "the record names none")
    red = sum(each.counts[state] for each in found for state in ("failed", "unknown"))
    with_evidence = sum(len(each.holding) + len(each.rows) for each in found)
    answer = f"evidence for {many(with_evidence, 'control')} of {many(len(found), 'framework')}"
    data = {
        "frameworks": found,
        "checks": _checks(view),
        "attestations": view.record.attestations,
        "marks": MARKS,
    }
    told = f"{answer}; {red} not known to hold" if red else answer
    return Section("controls", "Controls", told, "controls.html", data, "care" if red else "", "warn" if red else "")


def _coverage(view: View, framework: FrameworkLine) -> Coverage:
    found = controls(view.record, framework)
    others = {state: ", ".join(ranges([each.id for each in found if each.state == state])) for state in SILENT}
    holding = tuple(each for each in found if each.state == "holds")
    rows = tuple(each for each in found if each.state not in ("holds", *SILENT))
    return Coverage(framework, holding, rows, others, Counter(each.state for each in found))


def _checks(view: View) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Check to the worst of its verdicts, and to the controls that it is evidence for."""
    known = of_checks(view.record.frameworks)
    verdicts: dict[str, list[str]] = {}
    for line in view.record.outcomes.values():
        verdicts.setdefault(line.check, []).append(str(line.verdict))
    return {
        check: (min(found, key=WORST_FIRST.index), known.get(check, ())) for check, found in sorted(verdicts.items())
    }
