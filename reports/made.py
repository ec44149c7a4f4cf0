"""Makes lines of what the suite knows. Every text is masked here, in the process that may have read the secret."""

from __future__ import annotations

import datetime as dt

from fixtures.environment.declared import Places
from fixtures.expectations import Attestation, Environment
from fixtures.expectations.model import Nothing, Subject
from fixtures.pasted import fix
from fixtures.texts import many
from fixtures.verdict.check import Check, CheckDefinitionError
from fixtures.verdict.outcome import Outcome, Verdict, told
from fixtures.verdict.repair import Repair
from reports.line import (
    Asked,
    AttestationLine,
    CheckLine,
    DifferenceOf,
    EmptyLine,
    ErrorLine,
    RepairLine,
    StatementLine,
)

MOST_OF_AN_ERROR = 20_000
"""Characters: the end of a longer text is what tells the cause."""


def statement(check: Check) -> StatementLine:
    """What a check says of itself."""
    return StatementLine(
        check=check.id,
        why=check.why,
        fix=check.fix,
        source=check.source,
        severity=check.severity,
    )


def outcome_line(
    outcome: Outcome,
    env: Environment,
    places: Places,
    *,
    selected: bool = True,
    remedied: bool = False,
) -> CheckLine | EmptyLine:
    """One outcome; `places` says what declares a thing, `remedied` whether it is offered one that is written."""
    check, subject = outcome.check, outcome.subject
    nothing = isinstance(subject, Nothing)
    common = {
        "id": outcome.id,
        "check": check.id,
        "room": check.room,
        "container": subject.container,
        "subject": subject.id,
        "title": check.title,
        "severity": outcome.severity or check.severity,
        "smoke": check.smoke_ever if nothing else bool(check.smoke(subject)),
        "selected": selected,
        "text": outcome.text,
        "notes": outcome.notes,
    }
    if nothing and outcome.verdict is Verdict.EMPTY:
        return EmptyLine.model_validate(common)
    return CheckLine.model_validate(
        {
            **common,
            "verdict": outcome.verdict,
            "key": places.key(subject),
            "declared": "" if outcome.verdict.green else places(subject),
            "fix": fix(env, subject, check.fix, remedied=remedied) if outcome.verdict is Verdict.FAILED else "",
            "needs": _needs(env, check, subject),
            "root": outcome.root and outcome.root.id,
            "differences": tuple(
                DifferenceOf(field=each.field, expected=each.expected, found=each.found) for each in outcome.differences
            ),
            "expected": outcome.declared,
            "found": outcome.found,
            "asked": tuple(
                Asked(
                    what=each.asked,
                    where=each.where,
                    at=each.at.isoformat(timespec="milliseconds"),
                    seconds=round(each.seconds, 4),
                    credential=each.credential,
                    answer=each.answer,
                )
                for each in outcome.asked
            ),
            "seconds": round(outcome.seconds, 4),
            "attempts": outcome.attempts,
            "late": outcome.late,
            "remedies": outcome.offered,
            "remedied": remedied if outcome.offered else None,
            "applied": outcome.remedy,
        }
    )


def repair_line(repair: Repair) -> RepairLine:
    """One thing that repairing did, or would not do."""
    return RepairLine(
        check=repair.check,
        remedy=repair.remedy,
        state=repair.state,
        plan=repair.plan,
        journal=repair.journal,
        steps=tuple(map(told, repair.steps)),
        found=told(repair.found),
        text=told(repair.text),
    )


def attestation_line(each: Attestation, today: dt.date) -> AttestationLine:
    """What somebody vouches for, and whether it counts on that day."""
    said = f"{each.who} on {each.when}: {each.statement}"
    if each.until < today:
        text = f"it counted until {each.until}; have it said anew ({said})"
    elif today < each.when:
        text = f"it is dated on a day to come ({said})"
    else:
        text = f"attested until {each.until} by {said}"
    return AttestationLine(
        controls=each.controls,
        statement=told(each.statement),
        who=told(each.who),
        when=each.when.isoformat(),
        until=each.until.isoformat(),
        verdict="attested" if each.live(today) else "unknown",
        text=told(text),
    )


def error_line(test: str, phase: str, text: str) -> ErrorLine:
    """What went wrong around the checks."""
    said = told(text).strip()
    if len(said) > MOST_OF_AN_ERROR:
        said = f"[{many(len(said) - MOST_OF_AN_ERROR, 'character')} left out]\n{said[-MOST_OF_AN_ERROR:]}"
    return ErrorLine(test=told(test), phase=phase, text=said)


def _needs(env: Environment, check: Check, subject: Subject) -> tuple[str, ...]:
    try:
        return check.needed(env, subject)
    except CheckDefinitionError:  # the outcome's text says it
        return ()
