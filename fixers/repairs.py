"""Repairs one root cause after the other until a check is green, it is refused, or no new cause is left.

It knows no pytest: `say` takes what a person reads, `asked` gives the checks of the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fixers import execution
from fixers.errors import RemedyRefused, StepFailed
from fixers.finding import Finding
from fixers.guard import Guard
from fixers.hands import Hands
from fixers.journal import Entry, Journal
from fixers.plan import Plan
from fixers.planned import PLANNED
from fixers.remedy import Advice, Remedy, chosen
from fixers.settling import Settling
from fixtures.errors import Unanswered
from fixtures.expectations.model import Subject
from fixtures.session import Run
from fixtures.verdict.check import Check
from fixtures.verdict.outcome import Outcome, Verdict
from fixtures.verdict.repair import Repair, State


@dataclass(frozen=True)
class End:
    """What came of one cause: whether its check may hold now and is worth another question, and what is to be told."""

    goes_on: bool
    note: str = ""


class Repairs:
    """What `--fix` does about what is not green; `mode` is plan, script or apply."""

    def __init__(
        self,
        run: Run,
        mode: str,
        guard: Guard,
        journal: Journal,
        say: Callable[[str], None],
        asked: Callable[[], Iterable[tuple[Check, Subject]]],
    ) -> None:
        self.run = run
        self.mode = mode
        self.guard = guard
        self.journal = journal
        self.say = say
        self.asked = asked
        self.hands = Hands(run.access, run.facts)
        self.settling = Settling(run)
        self.tried: set[str] = set()

    def __call__(self, outcome: Outcome) -> Outcome:
        """The newest outcome, after everything that could be done about it."""
        asked_again = False
        if (left := self.settling.left(outcome.check, outcome.subject)) > 0:
            outcome, asked_again = self._again(outcome, left), True
        while not outcome.verdict.green:
            cause = outcome.cause
            if cause.verdict is not Verdict.FAILED or cause.id in self.tried:
                break
            self.tried.add(cause.id)
            end = self._repair(cause)
            outcome = outcome.turned(outcome.verdict, *filter(None, [end.note]))
            if not end.goes_on:
                break
            outcome, asked_again = self._again(outcome, self.settling.left(outcome.check, outcome.subject)), True
        if asked_again and outcome.verdict is Verdict.PASSED:
            return self._late(outcome)
        return outcome

    def _late(self, outcome: Outcome) -> Outcome:
        """What holds only now: by a repair below it, or by itself."""
        if self.settling.repaired_below(outcome.check, outcome.subject):
            return outcome
        return outcome.turned(Verdict.FLAKY, "held by itself when it was asked again: nothing was repaired")

    def _again(self, outcome: Outcome, within: float) -> Outcome:
        after = self.settling.again(outcome.check, outcome.subject, within, self._is_for_another_repair)
        return after.turned(after.verdict, *outcome.notes)

    def _is_for_another_repair(self, after: Outcome) -> bool:
        """Whether a cause is left that no waiting helps: it stands on nothing that was just repaired."""
        cause = after.cause
        new = cause.id not in self.tried and cause.verdict is Verdict.FAILED
        return new and self.settling.left(cause.check, cause.subject) <= 0

    def _repair(self, cause: Outcome) -> End:
        name = ""
        try:
            healer = chosen(Finding(cause, self.run.env, self.run.facts))
            if healer is None:
                return self._unwritten(cause)
            name = healer.id
            if isinstance(healer, Advice):
                return self._advise(healer, Finding(cause, self.run.env, self.run.facts))
            if self.mode == "apply":
                cause, known = self._live(cause, healer), cause
                if cause.verdict is not Verdict.FAILED:  # healthy by itself, or its own prerequisite fails: look anew
                    self.tried.discard(known.id)
                    return End(goes_on=True)
            plan = healer.plan(Finding(cause, self.run.env, self.run.facts))
        except (RemedyRefused, Unanswered) as error:
            return self._refused(name, cause.id, str(error))
        self._say(plan.script() if self.mode == "script" else "\n".join(plan.lines()))
        shown = [step.shown() for step in plan.steps]
        self.journal.add("planned", remedy=plan.remedy, check=plan.check, plan=plan.id, steps=shown)
        if not plan.steps or self.mode != "apply":
            self._record(plan, "planned", plan.reason)
            return End(goes_on=False)
        return self._allowed(plan, healer, cause)

    def _live(self, cause: Outcome, healer: Remedy) -> Outcome:
        """The cause asked now: it may hold by itself since. What disturbs a start waits until the start is over."""
        booting = 0.0 if healer.risk == "safe" else self.settling.booting(cause.subject)
        if booting > 0:
            self._say(
                f"{cause.subject.container} started seconds ago: {cause.id} is waited for, {booting:.0f} s at most"
            )
        return self.settling.again(cause.check, cause.subject, booting)

    def _allowed(self, plan: Plan, remedy: Remedy, cause: Outcome) -> End:
        asks = self.guard.asks(plan)
        if reason := self.guard.refusal(plan, self.journal):
            return self._refused(plan.remedy, plan.check, reason, plan.id)
        if asks:  # a person took their time: what they confirmed must still be what would be done
            now = self._live(cause, remedy)
            if now.verdict is not Verdict.FAILED:
                return End(goes_on=True)
            try:
                again = remedy.plan(Finding(now, self.run.env, self.run.facts))
            except (RemedyRefused, Unanswered) as error:
                return self._refused(plan.remedy, plan.check, str(error), plan.id)
            if again.id != plan.id:
                reason = (
                    f"what was found changed while it waited to be confirmed; it would be {again.id} now: run again"
                )
                return self._refused(plan.remedy, plan.check, reason, plan.id)
        return self._apply(plan, cause)

    def _apply(self, plan: Plan, cause: Outcome) -> End:
        before = self.settling.green(self.asked(), plan.touches)
        attempt = execution.begin(plan, cause.text, self.journal)
        error = ""
        try:
            execution.carry_out(attempt, self.hands, self.journal)
        except (StepFailed, Unanswered) as failure:
            error = str(failure)
        except KeyboardInterrupt:
            self._take_back(attempt, plan, "it was interrupted")
            raise
        after = self.settling.again(cause.check, cause.subject, 0 if error else plan.settle, places=plan.touches)
        if after.verdict is not Verdict.PASSED:
            return self._take_back(attempt, plan, error or f"after it, {after.text}")
        self.settling.repaired(cause, plan.settle)
        if lost := self.settling.red(before, plan.settle):
            names = ", ".join(each.id for each in lost)
            return self._take_back(attempt, plan, f"{names} was green before it and is red now: {lost[0].text}")
        self.journal.add("outcome", attempt=attempt["hash"], verdict="fixed")
        self._record(plan, "fixed", "", attempt)
        self._say(f"  done: {plan.check} holds again", gap=False)
        note = f"{plan.remedy} was applied (plan {plan.id}), then {plan.check} passed live"
        self.run.fixed[cause.id] = after.turned(Verdict.FIXED, note, remedy=plan.remedy)
        return End(goes_on=True)

    def _take_back(self, attempt: Entry, plan: Plan, reason: str) -> End:
        undone = execution.undo(attempt, self.hands, self.journal)
        failed = sum(not each.ok for each in undone)
        self.journal.add("outcome", attempt=attempt["hash"], verdict="failed", reason=reason, ways_back_failed=failed)
        self._say("\n".join([f"  not fixed: {reason}", *(f"  {each}" for each in undone)]), gap=False)
        if failed:
            verb = f"python -m fixers undo {attempt['hash'][:12]}"
            self._say(f"  try these again: {verb}  ({plan.remedy})", gap=False)
        self._record(plan, "failed", reason, attempt)
        self.settling.again_all()
        return End(goes_on=False, note=f"{plan.remedy} was attempted and did not help: {reason}")

    def _advise(self, advice: Advice, finding: Finding) -> End:
        lines = advice.adviser(finding).lines(
            advice.id, finding.outcome.id, self.run.env.name, self.run.env.access.project
        )
        self._say("\n".join(lines))
        self.run.repairs.append(Repair(finding.outcome.id, advice.id, "advised", "\n".join(lines[1:])))
        return End(goes_on=False, note=f"{advice.id} says what to do by hand")

    def _unwritten(self, cause: Outcome) -> End:
        """Of a remedy that the catalogue has and nobody wrote yet, it is said that it was not tried."""
        planned = [id for id, heals in PLANNED.items() if cause.check.id in heals]
        return self._refused(planned[0], cause.id, "it is not written yet") if planned else End(goes_on=False)

    def _refused(self, remedy: str, check: str, reason: str, plan: str | None = None) -> End:
        self.journal.add("refused", remedy=remedy, check=check, reason=reason)
        self._say(f"REFUSED {remedy or 'every remedy'} for {check}: {reason}")
        self.run.repairs.append(Repair(check, remedy, "refused", reason, plan))
        return End(goes_on=False, note=f"{remedy} was refused: {reason}" if remedy else reason)

    def _record(self, plan: Plan, state: State, text: str, attempt: Entry | None = None) -> None:
        steps = tuple(step.shown() for step in plan.steps)
        journal = str(attempt["hash"]) if attempt else None
        self.run.repairs.append(Repair(plan.check, plan.remedy, state, text, plan.id, journal, steps))

    def _say(self, text: str, *, gap: bool = True) -> None:
        for line in [*([""] if gap else []), *text.splitlines()]:
            self.say(line)
