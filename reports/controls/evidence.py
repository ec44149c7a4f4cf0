"""Of a record, the other way round: each control with the outcomes and attestations that are evidence for it.

Evidence for a part of a control; nothing here says that one is met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from fixtures.verdict.outcome import RED, Verdict
from reports.line import AttestationLine, CheckLine, EmptyLine, FrameworkLine
from reports.record import Record

HOLDS = (Verdict.PASSED, Verdict.FLAKY, Verdict.FIXED)
STATES = ("failed", "unknown", "waived", "holds", "attested", "not asked", "no check")
"""Of a control, the worst first. What is blocked makes it unknown, and so does an attestation that has ended."""


@dataclass(frozen=True)
class Control:
    """One control of a framework, and what a record has of it."""

    framework: str
    id: str
    checks: tuple[str, ...]
    outcomes: tuple[CheckLine | EmptyLine, ...]
    attestations: tuple[AttestationLine, ...]

    @property
    def name(self) -> str:
        """`FRAMEWORK:ID`."""
        return f"{self.framework}:{self.id}"

    @property
    def held(self) -> int:
        """How many outcomes hold."""
        return sum(line.verdict in HOLDS for line in self.outcomes)

    @property
    def asked(self) -> int:
        """How many outcomes say something: not those that are skipped, off or empty."""
        return sum(line.verdict in (*HOLDS, *RED, Verdict.WAIVED) for line in self.outcomes)

    @property
    def red(self) -> tuple[CheckLine | EmptyLine, ...]:
        """The outcomes that keep it from holding; causes before what they block."""
        found = [line for line in self.outcomes if line.verdict in (*RED, Verdict.WAIVED)]
        return tuple(sorted(found, key=lambda line: line.verdict == Verdict.BLOCKED))

    @cached_property
    def state(self) -> str:
        """One of `STATES`."""
        verdicts = {line.verdict for line in self.outcomes}
        attested = {line.verdict for line in self.attestations}
        if Verdict.FAILED in verdicts:
            return "failed"
        if {Verdict.UNKNOWN, Verdict.BLOCKED} & verdicts or "unknown" in attested:
            return "unknown"
        if Verdict.WAIVED in verdicts:
            return "waived"
        if {*HOLDS} & verdicts:
            return "holds"
        if attested:
            return "attested"
        return "not asked" if self.checks else "no check"


def controls(record: Record, framework: FrameworkLine) -> list[Control]:
    """Each control of a framework with what the record has of it, in the framework's order."""
    outcomes: dict[str, list[CheckLine | EmptyLine]] = {}
    for line in record.outcomes.values():
        outcomes.setdefault(line.check, []).append(line)
    attestations: dict[str, list[AttestationLine]] = {}
    for each in record.attestations:
        for name in each.controls:
            attestations.setdefault(name, []).append(each)
    return [
        Control(
            framework.id,
            id,
            checks,
            tuple(line for check in checks for line in outcomes.get(check, ())),
            tuple(attestations.get(f"{framework.id}:{id}", ())),
        )
        for id, checks in framework.controls.items()
    ]


def of_checks(frameworks: tuple[FrameworkLine, ...]) -> dict[str, tuple[str, ...]]:
    """Check to the names of the controls that it is evidence for."""
    found: dict[str, list[str]] = {}
    for name, checks in _named(frameworks):
        for check in checks:
            found.setdefault(check, []).append(name)
    return {check: tuple(names) for check, names in found.items()}


def _named(frameworks: tuple[FrameworkLine, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for framework in frameworks:
        for id, checks in framework.controls.items():
            yield f"{framework.id}:{id}", checks
