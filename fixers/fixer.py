"""The fixer: for what is not green, the remedy of its root cause is planned, allowed, carried out and proven."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from filelock import FileLock

from fixers.guard import Guard
from fixers.hands import Done, Hands, StepFailed
from fixers.journal import Journal, state_folder
from fixers.remedy import RemedyRefused, named
from fixers.step import Plan
from fixtures.checks import Check
from fixtures.errors import FactUnavailable
from fixtures.expectations.model import Subject
from fixtures.plugins.collection import closure
from fixtures.session import CHECK, Run
from fixtures.verdicts import Outcome, Verdict

PAUSE = 0.5
"""Seconds between two questions while a repaired thing settles."""


class Fixer:
    """Repairs the root cause of what is not green, one at a time."""

    def __init__(self, config: pytest.Config, run: Run) -> None:
        folder = state_folder(run.env.name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.run = run
        self.mode: str = config.getoption("--fix")
        self.lock = FileLock(folder / "fixing.lock", timeout=0)
        if self.mode == "apply":
            self.lock.acquire()
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
            f"UNFINISHED {entry['remedy']} for {entry['check']} was begun at {entry['at']} and its run ended half-way"
            for entry in self.journal.unfinished()
        ]
        self.tried: set[str] = set()
        self.repaired: dict[str, float] = {}
        """Check to the end, by the monotonic clock, of the time in which what stands on it may still be starting."""

    @pytest.hookimpl(trylast=True)
    def pytest_check_not_green(self, run: Run, item: pytest.Item, outcome: Outcome) -> Outcome:
        """Repair the cause, then ask the check of `item` again."""
        if (grace := self._grace(item)) > 0:
            outcome = self._settled(*item.stash[CHECK], grace)
        cause = outcome.cause
        if cause.check.remedy is None or cause.verdict is not Verdict.FAILED or cause.id in self.tried:
            return outcome
        self.tried.add(cause.id)
        remedy = named(cause.check.remedy)
        if remedy is None:
            return self._refuse(outcome, cause.check.remedy, cause.id, "it is not written yet")
        try:
            plan = remedy.plan(cause, run.env, run.facts)
        except (RemedyRefused, FactUnavailable) as error:
            return self._refuse(outcome, remedy.id, cause.id, str(error))
        self.said += ["", *plan.lines()]
        self.journal.add("planned", remedy=plan.remedy, check=plan.check, plan=plan.id, steps=_shown(plan))
        if not plan.steps or self.mode == "plan":
            return outcome
        if reason := self.guard.refusal(plan, self.journal):
            return self._refuse(outcome, plan.remedy, plan.check, reason)
        return self._apply(plan, cause, item, outcome)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print plans, refusals and what an earlier run left."""
        for line in self.said:
            terminalreporter.write_line(line)
        if self.said:
            terminalreporter.write_line(f"journal: {self.journal.path}")

    def pytest_unconfigure(self) -> None:
        """Let the next fixing run begin."""
        self.lock.release()

    def _apply(self, plan: Plan, cause: Outcome, item: pytest.Item, outcome: Outcome) -> Outcome:
        attempt = self.journal.add(
            "attempted",
            remedy=plan.remedy,
            check=plan.check,
            plan=plan.id,
            found=cause.text,
            steps=_shown(plan),
        )
        done: list[Done] = []
        error = ""
        try:
            for each in self.hands.carry_out(plan):
                done.append(each)  # one by one: what was done before a failure has to be undone
        except (StepFailed, FactUnavailable) as failure:
            error = str(failure)
        after = self._settled(cause.check, cause.subject, plan.settle if not error else 0)
        if after.verdict is Verdict.PASSED:
            self.journal.add("outcome", attempt=attempt["hash"], verdict="fixed", left=[d.left for d in done if d.left])
            self.said.append(f"  done: {plan.check} holds again")
            self.repaired[plan.check] = time.monotonic() + plan.settle
            mine = self._settled(*item.stash[CHECK], plan.settle)
            note = f"{plan.remedy} was applied (plan {plan.id}), then {plan.check} passed live"
            return mine.turned(Verdict.FIXED, note, remedy=plan.remedy) if mine.verdict is Verdict.PASSED else mine
        undone = self._undo(done)
        reason = error or f"after it, {after.text}"
        self.journal.add("outcome", attempt=attempt["hash"], verdict="failed", reason=reason, undone=undone)
        self.said.append(f"  not fixed: {reason}")
        return outcome.turned(outcome.verdict, f"{plan.remedy} was attempted and did not help: {reason}")

    def _grace(self, item: pytest.Item) -> float:
        """Seconds left for what was repaired below the check of `item`."""
        below = [check.full_id(subject) for check, subject in closure(self.run.env, [item.stash[CHECK]])]
        return max((self.repaired.get(each, 0.0) for each in below), default=0.0) - time.monotonic()

    def _undo(self, done: list[Done]) -> list[str]:
        try:
            return self.hands.undo(done)
        except (StepFailed, FactUnavailable) as error:
            return [f"the way back failed: {error}"]

    def _settled(self, check: Check, subject: Subject, within: float) -> Outcome:
        deadline = time.monotonic() + within
        while True:
            self.run.judge.forget()
            after = self.run.judge.outcome(check, subject)
            if after.verdict.green or time.monotonic() >= deadline:
                return after
            time.sleep(PAUSE)

    def _refuse(self, outcome: Outcome, remedy: str, check: str, reason: str) -> Outcome:
        self.journal.add("refused", remedy=remedy, check=check, reason=reason)
        self.said += ["", f"REFUSED {remedy} for {check}: {reason}"]
        return outcome.turned(outcome.verdict, f"{remedy} was refused: {reason}")


def _shown(plan: Plan) -> list[str]:
    return [step.shown for step in plan.steps]


def _asker(capture: Any) -> Callable[[str], str]:
    def ask(question: str) -> str:
        with capture.global_and_fixture_disabled():
            return input(question)

    return ask
