"""Carries plans out, takes them back, goes on with them. It reads and writes the journal, and knows no pytest."""

from __future__ import annotations

from dataclasses import dataclass

from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.journal import Entry, Journal, holds_secret
from fixers.plan import Plan
from fixers.steps import load
from fixtures.errors import Unanswered


@dataclass(frozen=True)
class Undone:
    """One way back: what was said, and whether it worked."""

    what: str
    said: str
    ok: bool

    def __str__(self) -> str:
        return f"{'undone' if self.ok else 'NOT UNDONE'}: {self.what}: {self.said}"


def begin(plan: Plan, found: str, journal: Journal) -> Entry:
    """Put an attempt on disk, before anything is touched."""
    return journal.add(
        "attempted",
        env=plan.env,
        remedy=plan.remedy,
        check=plan.check,
        risk=plan.risk,
        plan=plan.id,
        found=found,
        steps=[step.data() for step in plan.steps],
    )


def carry_out(attempt: Entry, hands: Hands, journal: Journal) -> None:
    """Do the steps of an attempt that are not done yet, one after the other.

    Raises:
        StepFailed: a step failed; those after it were not begun.
        Unanswered: a place could not be reached, or does not answer.
    """
    begun = {number: (intent, done) for number, _, intent, done in journal.steps_of(attempt["hash"])}
    for number, data in enumerate(attempt["steps"]):
        intent, done = begun.get(number, (None, False))
        if done:
            continue
        step = load(data)
        if intent is None:
            intent = step.intend(hands)
            if holds_secret(intent):
                raise StepFailed(f"{step.what}: what was there holds a secret, which no journal may: do it by hand")
            journal.add("begun", attempt=attempt["hash"], number=number, step=data, intent=intent)
        left = step.do(hands, intent)
        journal.add("done", attempt=attempt["hash"], number=number, left=left)


def undo(attempt: Entry, hands: Hands, journal: Journal) -> list[Undone]:
    """Take back every step of an attempt that was begun, last first; goes on after a way back that fails."""
    undone = []
    for number, data, intent, _done in reversed(journal.steps_of(attempt["hash"])):
        step = load(data)
        try:
            said, ok = step.undo(hands, intent) or "nothing to take back", True
        except (StepFailed, Unanswered) as error:
            said, ok = str(error), False
        journal.add("undone", attempt=attempt["hash"], number=number, said=said, ok=ok)
        undone.append(Undone(step.what, said, ok))
    return undone
