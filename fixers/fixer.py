"""The pytest side of repairing: for what is not green, the root cause's remedy is planned, allowed, done and proven."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from fixers import execution
from fixers.errors import RemedyRefused, StepFailed
from fixers.guard import Guard
from fixers.hands import Hands
from fixers.journal import Journal, masked, state_folder
from fixers.lock import PlatformLock
from fixers.plan import Plan
from fixers.remedy import named
from fixtures.errors import FactUnavailable
from fixtures.expectations.model import Subject
from fixtures.plugins.collection import closure
from fixtures.session import Run
from fixtures.verdict.check import Check
from fixtures.verdict.outcome import Outcome, Verdict

PAUSE = 0.5
"""Seconds between two questions while a repaired thing settles."""


class Fixer:
    """Repairs the root cause of what is not green, then the next one, until it is green or nothing is left to try."""

    def __init__(self, config: pytest.Config, run: Run) -> None:
        self.run = run
        self.mode: str = config.getoption("--fix")
        self.lock = PlatformLock(run.env.access.project)
        if self.mode == "apply":
            self.lock.acquire()
        folder = state_folder(run.env.name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.journal = Journal(folder / "journal.jsonl")
        self.hands = Hands(run.access, run.facts)
        capture = config.pluginmanager.getplugin("capturemanager")
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        self.guard = Guard(
            run.env,
            frozenset(filter(None, config.getoption("--fix-allow").split(","))),
            frozenset(config.getoption("--confirm")),
            _asker(capture) if terminal else None,
        )
        self.said: list[str] = [
            f"UNFINISHED {entry['remedy']} for {entry['check']} was begun at {entry['at']} and its run ended half-way; "
            f"take it back: python -m fixers undo {entry['hash'][:12]}"
            for entry in self.journal.unfinished()
        ]
        if self.journal.torn:
            self.said.append(f"the journal's last line was torn; what there was of it is in {self.journal.torn}")
        self.tried: set[str] = set()
        self.repaired: dict[str, float] = {}
        """Check to the end, by the monotonic clock, of the time in which what stands on it may still be starting."""

    def __call__(self, outcome: Outcome) -> Outcome:
        """Repair one cause after the other, then ask the check again; the newest outcome."""
        if (grace := self._grace(outcome.check, outcome.subject)) > 0:
            outcome = self._settled(outcome.check, outcome.subject, grace)
        while not outcome.verdict.green and (cause := outcome.cause).id not in self.tried:
            if cause.check.remedy is None or cause.verdict is not Verdict.FAILED:
                break
            self.tried.add(cause.id)
            outcome = self._repair(cause, cause.check.remedy, outcome)
        return outcome

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print plans, refusals and what an earlier run left."""
        for line in self.said:
            terminalreporter.write_line(masked(line))
        if self.said:
            terminalreporter.write_line(f"journal: {self.journal.path}")

    def pytest_unconfigure(self) -> None:
        """Let the next fixing run begin."""
        self.lock.release()

    def _repair(self, cause: Outcome, id: str, outcome: Outcome) -> Outcome:
        remedy = named(id)
        if remedy is None:
            return self._refuse(outcome, id, cause.id, "it is not written yet")
        try:
            plan = remedy.plan(cause, self.run.env, self.run.facts)
        except (RemedyRefused, FactUnavailable) as error:
            return self._refuse(outcome, remedy.id, cause.id, str(error))
        if self.mode == "script":
            self.said += ["", *plan.script().splitlines()]
        else:
            self.said += ["", *plan.lines()]
        self.journal.add("planned", remedy=plan.remedy, check=plan.check, plan=plan.id, steps=_shown(plan))
        if not plan.steps or self.mode != "apply":
            return outcome
        if reason := self.guard.refusal(plan, self.journal):
            return self._refuse(outcome, plan.remedy, plan.check, reason)
        return self._apply(plan, cause, outcome)

    def _apply(self, plan: Plan, cause: Outcome, outcome: Outcome) -> Outcome:
        attempt = execution.begin(plan, cause.text, self.journal)
        error = ""
        try:
            execution.carry_out(attempt, self.hands, self.journal)
        except (StepFailed, FactUnavailable) as failure:
            error = str(failure)
        except KeyboardInterrupt:
            self._take_back(attempt, plan, "it was interrupted")
            raise
        after = self._settled(cause.check, cause.subject, plan.settle if not error else 0)
        if after.verdict is Verdict.PASSED:
            self.journal.add("outcome", attempt=attempt["hash"], verdict="fixed")
            self.said.append(f"  done: {plan.check} holds again")
            self.repaired[plan.check] = time.monotonic() + plan.settle
            mine = self._settled(outcome.check, outcome.subject, plan.settle)
            note = f"{plan.remedy} was applied (plan {plan.id}), then {plan.check} passed live"
            return mine.turned(Verdict.FIXED, note, remedy=plan.remedy) if mine.verdict is Verdict.PASSED else mine
        reason = error or f"after it, {after.text}"
        self._take_back(attempt, plan, reason)
        return outcome.turned(outcome.verdict, f"{plan.remedy} was attempted and did not help: {reason}")

    def _take_back(self, attempt: dict[str, Any], plan: Plan, reason: str) -> None:
        undone = execution.undo(attempt, self.hands, self.journal)
        failed = sum(not each.ok for each in undone)
        self.journal.add("outcome", attempt=attempt["hash"], verdict="failed", reason=reason, ways_back_failed=failed)
        self.said += [f"  not fixed: {reason}", *(f"  {each}" for each in undone)]
        if failed:
            self.said.append(f"  try these again: python -m fixers undo {attempt['hash'][:12]}  ({plan.remedy})")

    def _grace(self, check: Check, subject: Subject) -> float:
        """Seconds left for what was repaired below a check."""
        below = [each.full_id(thing) for each, thing in closure(self.run.env, [(check, subject)])]
        return max((self.repaired.get(each, 0.0) for each in below), default=0.0) - time.monotonic()

    def _settled(self, check: Check, subject: Subject, within: float) -> Outcome:
        deadline = time.monotonic() + within
        while True:
            self.run.judge.forget()
            after = self.run.judge.outcome(check, subject)
            if after.verdict.green or time.monotonic() >= deadline or self._is_for_another_repair(after):
                return after
            time.sleep(PAUSE)

    def _is_for_another_repair(self, after: Outcome) -> bool:
        """Whether a cause is left that no waiting helps: it stands on nothing that was just repaired."""
        cause = after.cause
        untried = cause.id != after.id and cause.id not in self.tried and cause.check.remedy is not None
        return untried and self._grace(cause.check, cause.subject) <= 0

    def _refuse(self, outcome: Outcome, remedy: str, check: str, reason: str) -> Outcome:
        self.journal.add("refused", remedy=remedy, check=check, reason=reason)
        self.said += ["", f"REFUSED {remedy} for {check}: {reason}"]
        return outcome.turned(outcome.verdict, f"{remedy} was refused: {reason}")


def _shown(plan: Plan) -> list[str]:
    return [step.shown() for step in plan.steps]


def _asker(capture: Any) -> Callable[[str], str]:
    def ask(question: str) -> str:
        with capture.global_and_fixture_disabled():
            return input(masked(question))

    return ask
