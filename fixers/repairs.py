"""Repairs one root cause after the other until a check is green, it is refused, or no new cause is left.

It knows no pytest: `say` takes what a person reads, `asked` gives the checks of the run.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from fixers.attempts import Attempts, repair_of
from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.guard import Guard
from fixers.journal import Journal
from fixers.plan import Plan
from fixers.planned import PLANNED
from fixers.remedy import Advice, Remedy, chosen
from fixers.settling import PAUSE, Settling
from fixtures.errors import Unanswered
from fixtures.expectations.model import Subject
from fixtures.session import Run
from fixtures.verdict.check import Check
from fixtures.verdict.outcome import Outcome, Verdict
from fixtures.verdict.repair import Repair

TRIES = 2
"""Attempts on one cause in one run: it may have fallen again with a cause that was repaired after it."""


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
        self.settling = Settling(run)
        self.attempts = Attempts(run, journal, self.settling, say)
        self.since: set[str] = set()
        """The causes that were tried since the last success, and that one."""
        self.tries: dict[str, int] = {}
        self.notes: dict[str, list[str]] = {}
        """What is to be told of each cause that is still there."""

    def __call__(self, outcome: Outcome) -> Outcome:
        """The newest outcome, after everything that could be done about it, and about all else that is asked."""
        if self.mode == "apply":
            self._all()
            newest = self.run.judge.outcome(outcome.check, outcome.subject)
        else:
            newest = outcome
            if outcome.cause.verdict is Verdict.FAILED and self._is_new(outcome.cause):
                self._try(outcome.cause)
        if newest.verdict is Verdict.PASSED and not self.settling.repaired_below(newest.check, newest.subject):
            return newest.turned(Verdict.FLAKY, "held by itself when it was asked again: nothing was repaired")
        return newest if newest.verdict.green else newest.turned(newest.verdict, *self.notes.get(newest.cause.id, ()))

    def _all(self) -> None:
        """Repair cause after cause, of all that is asked: one that falls again may stand on one that comes later."""
        self.run.judge.all_of(self.asked())
        anew = False
        while causes := self._new_causes(anew=anew):
            for cause in causes:
                self._try(cause)
            anew = True

    def _new_causes(self, *, anew: bool) -> list[Outcome]:
        """What there is to repair now; what stands on a repair has its time to come up before."""
        red = [found for each in self.asked() if not (found := self.run.judge.outcome(*each)).verdict.green]
        if anew:
            red = [each for each in self.run.judge.recheck_all(red) if not each.verdict.green]
        while red:
            blocking = Counter(each.cause.id for each in red)
            failed = {each.cause.id: each.cause for each in red if each.cause.verdict is Verdict.FAILED}
            new = [cause for cause in failed.values() if self._is_new(cause)]
            new.sort(key=lambda cause: -blocking[cause.id])  # who needs Vault is started once Vault is open
            ready = [cause for cause in new if self.settling.left(cause.check, cause.subject) <= 0]
            if ready or all(self.settling.left(each.check, each.subject) <= 0 for each in red):
                return ready
            time.sleep(PAUSE)
            red = [each for each in self.run.judge.recheck_all(red) if not each.verdict.green]
        return []

    def _is_new(self, cause: Outcome) -> bool:
        """Whether it was not tried, or only before another cause that was repaired since, and once."""
        return cause.id not in self.since and self.tries.get(cause.id, 0) < TRIES

    def _try(self, cause: Outcome) -> None:
        self.since.add(cause.id)
        end = self._repair(cause)
        if end.note:
            self.notes.setdefault(cause.id, []).append(end.note)
        if end.goes_on:
            self.notes.pop(cause.id, None)

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
                cause = self._live(cause, healer)
                if cause.verdict is not Verdict.FAILED:  # healthy by itself, or blocked by what is repaired first
                    return End(goes_on=True)
            plan = healer.plan(Finding(cause, self.run.env, self.run.facts))
        except (RemedyRefused, Unanswered) as error:
            return self._refused(name, cause.id, str(error))
        self._say(plan.script() if self.mode == "script" else "\n".join(plan.lines()))
        shown = [step.shown() for step in plan.steps]
        self.journal.add("planned", remedy=plan.remedy, check=plan.check, plan=plan.id, steps=shown)
        if not plan.steps or self.mode != "apply":
            self.run.repairs.append(repair_of(plan, "planned", plan.reason))
            return End(goes_on=False)
        return self._allowed(plan, healer, cause)

    def _live(self, cause: Outcome, healer: Remedy) -> Outcome:
        """The cause asked now: it may hold by itself since. What disturbs a start waits until the start is over."""
        booting = 0.0 if healer.risk == "safe" else self.settling.booting(cause.subject)
        if booting > 0:
            self._say(
                f"{cause.subject.container} started seconds ago: {cause.id} is waited for, {booting:.0f} s at most"
            )
        return self.settling.again(cause, booting)

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
        self.tries[cause.id] = self.tries.get(cause.id, 0) + 1
        reason = self.attempts.make(plan, cause)
        if reason is not None:
            return End(goes_on=False, note=f"{plan.remedy} was attempted and did not help: {reason}")
        self.since = {cause.id}
        return End(goes_on=True)

    def _advise(self, advice: Advice, finding: Finding) -> End:
        lines = advice.adviser(finding).lines(advice.id, finding.outcome.id, self.run.env.name, self.run.env.access)
        self._say("\n".join(lines))
        self.run.repairs.append(Repair(finding.outcome.id, advice.id, "advised", "\n".join(lines[1:])))
        return End(goes_on=False, note=f"{advice.id} says what to do by hand")

    def _unwritten(self, cause: Outcome) -> End:
        """Of a remedy that the catalogue has and nobody wrote yet, it is said that it was not tried."""
        planned = [id for id, heals in PLANNED.items() if cause.check.id in heals]
        return self._refused(planned[0], cause.id, "it is not written yet") if planned else End(goes_on=False)

    def _refused(self, remedy: str, check: str, reason: str, plan: str | None = None) -> End:
        self.journal.add("refused", remedy=remedy, check=check, reason=reason)
        self.run.repairs.append(Repair(check, remedy, "refused", reason, plan))
        return End(goes_on=False, note=f"{remedy} was refused: {reason}" if remedy else reason)

    def _say(self, text: str) -> None:
        for line in ["", *text.splitlines()]:
            self.say(line)
