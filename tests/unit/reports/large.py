"""A record of any size, in the words of the suite's own checks: one cause, what waits for it, and the rest holds."""

from __future__ import annotations

from itertools import cycle, islice

from fixtures.verdict.outcome import Verdict
from fixtures.verdict.register import every
from reports.controls.frameworks import shipped
from reports.line import AnyLine, Asked, CheckLine, CollectedLine, DifferenceOf
from tests.unit.environments import environment
from tests.unit.reports.written import AT, check, end, platform, run, statement

PLACES = ("system", "tables", "vault", "drive", "directory", "llm", "alm", "proxy", "email", "dns")
BLOCKED = 20
"""One in so many waits for the cause."""


def large(count: int) -> list[AnyLine]:
    """A run of `count` checks."""
    checks = [*every()]
    outcomes = [_outcome(n, each.id, each.title, each.severity) for n, each in enumerate(islice(cycle(checks), count))]
    cause = outcomes[0].model_copy(
        update={
            "verdict": Verdict.FAILED,
            "root": None,
            "text": "thing is not as declared\n  state: expected active, found sealed",
            "differences": (DifferenceOf(field="state", expected="active", found="sealed"),),
        }
    )
    outcomes = [
        cause,
        *(_waits(line, cause.id) if n % BLOCKED == 0 else line for n, line in enumerate(outcomes[1:], 1)),
    ]
    blocked = sum(line.verdict == "blocked" for line in outcomes)
    return [
        run(),
        platform(*PLACES),
        *shipped(environment()),
        CollectedLine(at=AT, ids=tuple(f"test_x.py::test_x[{n}]" for n in range(count))),
        *(statement(each.id) for each in checks),
        *outcomes,
        end({"failed": 1, "blocked": blocked, "passed": count - blocked - 1}),
    ]


def _outcome(number: int, name: str, title: str, severity: str) -> CheckLine:
    place = PLACES[number % len(PLACES)]
    subject = f"{place}:thing-{number}"
    found = {"state": "active", "listens on": f"10.0.9.{number % 250}:{8000 + number % 999}"}
    asked = Asked(
        what=f"incus exec {place} -- systemctl show --property=ActiveState thing-{number // 4}.service",
        where=place,
        at=AT,
        seconds=0.012,
        credential=None,
        answer="exit status 0, 18 bytes",
    )
    return check(
        f"{name}[{subject}]", title=title, severity=severity, expected=found, found=found, asked=(asked,), seconds=0.012
    )


def _waits(line: CheckLine, root: str) -> CheckLine:
    waits = {"verdict": Verdict.BLOCKED, "root": root, "needs": (root,), "text": f"blocked by {root}"}
    return line.model_copy(update={**waits, "expected": {}, "found": {}, "asked": ()})
