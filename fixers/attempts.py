"""One plan carried out and proven: its cause holds, and so does all that was green before; else it is taken back."""

from __future__ import annotations

from collections.abc import Callable

from fixers import execution
from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.journal import Entry, Journal
from fixers.plan import Plan
from fixers.settling import Settling
from fixtures.errors import Unanswered
from fixtures.interpreter import typed
from fixtures.session import Run
from fixtures.verdict.outcome import Outcome, Verdict
from fixtures.verdict.repair import Repair, State


class Attempts:
    """Makes attempts, and tells the journal, the run and `say` what came of each."""

    def __init__(self, run: Run, journal: Journal, settling: Settling, say: Callable[[str], None]) -> None:
        self.run = run
        self.journal = journal
        self.settling = settling
        self.say = say
        self.hands = Hands(run.access, run.facts)

    def make(self, plan: Plan, cause: Outcome) -> str | None:
        """Why it did not help, and was taken back; None where the cause is fixed."""
        attempt = execution.begin(plan, cause.text, self.journal)
        try:
            reason = self._done(attempt) or self._unproven(plan, cause)
        except KeyboardInterrupt:
            self._take_back(attempt, plan, "it was interrupted")
            raise
        if reason:
            self._take_back(attempt, plan, reason)
            return reason
        self.journal.add("outcome", attempt=attempt["hash"], verdict="fixed")
        self.run.repairs.append(repair_of(plan, "fixed", "", attempt))
        self.say(f"  done: {plan.check} holds again")
        return None

    def _done(self, attempt: Entry) -> str:
        """Carry it out; returns what went wrong."""
        try:
            execution.carry_out(attempt, self.hands, self.journal)
        except (StepFailed, Unanswered) as failure:
            return str(failure)
        return ""

    def _unproven(self, plan: Plan, cause: Outcome) -> str:
        """Ask the cause again, and what was green at the places that were touched; returns what does not hold."""
        before = self.run.judge.invalidate(plan.touches)
        after = self.settling.again(cause, plan.settle)
        if after.verdict is not Verdict.PASSED:
            return f"after it, {after.text}"
        self.settling.repaired(cause, plan.settle)
        if lost := self.settling.red(before, plan.settle):
            names = ", ".join(each.id for each in lost)
            return f"{names} was green before it and is red now: {lost[0].text}"
        note = f"{plan.remedy} was applied (plan {plan.id}), then {plan.check} passed live"
        self.run.fixed[cause.id] = after.turned(Verdict.FIXED, note, remedy=plan.remedy)
        return ""

    def _take_back(self, attempt: Entry, plan: Plan, reason: str) -> None:
        undone = execution.undo(attempt, self.hands, self.journal)
        failed = sum(not each.ok for each in undone)
        self.journal.add("outcome", attempt=attempt["hash"], verdict="failed", reason=reason, ways_back_failed=failed)
        for line in (f"not fixed: {reason}", *map(str, undone)):
            self.say(f"  {line}")
        if failed:
            verb = f"{typed('python')} -m fixers undo {attempt['hash'][:12]}"
            self.say(f"  try these again: {verb}  ({plan.remedy})")
        self.run.repairs.append(repair_of(plan, "failed", reason, attempt))
        self.settling.forgotten(plan.check)
        self.run.judge.invalidate(plan.touches)


def repair_of(plan: Plan, state: State, text: str, attempt: Entry | None = None) -> Repair:
    """A plan and what became of it, for whoever reports it."""
    journal = str(attempt["hash"]) if attempt else None
    steps = tuple(step.shown() for step in plan.steps)
    found = str(attempt["found"]) if attempt else ""
    return Repair(plan.check, plan.remedy, state, text, plan.id, journal, steps, found)
