"""`--fix=plan` prints what would be done; `--fix` does it, asks the same check again, and only then says fixed."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from filelock import FileLock, Timeout

from fixers.guard import Guard
from fixers.hands import Done, Hands, StepFailed
from fixers.journal import Journal, JournalBroken, state_folder
from fixers.remedy import RISKS, RemedyRefused, every, named
from fixers.step import Plan
from fixtures.errors import FactUnavailable
from fixtures.session import CHECK, REMEDIES, Run, run_of
from fixtures.verdicts import Outcome, Verdict

MODES = ("plan", "apply")
PAUSE = 0.5


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("infrastructure")
    group.addoption(
        "--fix",
        nargs="?",
        const="apply",
        choices=MODES,
        help="repair what has a remedy; --fix=plan only says how",
    )
    group.addoption("--fix-allow", default="", metavar="RISKS", help="allow data, network, secrets (with commas)")
    group.addoption("--confirm", action="append", default=[], metavar="PLAN_ID", help="this plan may be carried out")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse combinations that cannot be safe, and say to others which remedies there are."""
    config.stash[REMEDIES] = lambda: frozenset(each.id for each in every())
    if config.getoption("--fix") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--fix and -n exclude each other: repairs are made one after the other; leave out -n")
    if unknown := set(filter(None, config.getoption("--fix-allow").split(","))) - set(RISKS):
        raise pytest.UsageError(f"--fix-allow: {', '.join(sorted(unknown))} is none of {', '.join(RISKS)}")


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """One fixing run an environment, with a whole journal; what an earlier run left half-way is said first."""
    config = session.config
    run = run_of(config)
    if run is None or not config.getoption("--fix"):
        return
    try:
        fixer = Fixer(config, run)
    except (Timeout, JournalBroken) as error:
        raise pytest.UsageError(
            str(error)
            if isinstance(error, JournalBroken)
            else f"another fixing run is at work on {run.env.name}; wait until it is over"
        ) from error
    config.pluginmanager.register(fixer, "infrastructure-fixer")


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

    @pytest.hookimpl(trylast=True)
    def pytest_check_not_green(self, run: Run, item: pytest.Item, outcome: Outcome) -> Outcome | None:
        """Repair the cause, then ask the check of `item` again."""
        cause = outcome.cause
        if cause.check.remedy is None or cause.verdict is not Verdict.FAILED or cause.id in self.tried:
            return None
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
            return None
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

    def _apply(self, plan: Plan, cause: Outcome, item: pytest.Item, outcome: Outcome) -> Outcome | None:
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
            done.extend(self.hands.carry_out(plan))
        except (StepFailed, FactUnavailable) as failure:
            error = str(failure)
        after = self._settled(cause, plan.settle if not error else 0)
        if after.verdict is Verdict.PASSED:
            self.journal.add("outcome", attempt=attempt["hash"], verdict="fixed", left=[d.left for d in done if d.left])
            self.said.append(f"  done: {plan.check} holds again")
            mine = self._settled_item(item, plan.settle)
            note = f"{plan.remedy} was applied (plan {plan.id}), then {plan.check} passed live"
            return mine.turned(Verdict.FIXED, note, remedy=plan.remedy) if mine.verdict is Verdict.PASSED else mine
        undone = self._undo(done)
        reason = error or f"after it, {after.text}"
        self.journal.add("outcome", attempt=attempt["hash"], verdict="failed", reason=reason, undone=undone)
        self.said.append(f"  not fixed: {reason}")
        return outcome.turned(outcome.verdict, f"{plan.remedy} was attempted and did not help: {reason}")

    def _undo(self, done: list[Done]) -> list[str]:
        try:
            return self.hands.undo(done)
        except (StepFailed, FactUnavailable) as error:
            return [f"the way back failed: {error}"]

    def _settled(self, cause: Outcome, within: float) -> Outcome:
        deadline = time.monotonic() + within
        while True:
            self.run.judge.forget()
            after = self.run.judge.outcome(cause.check, cause.subject)
            if after.verdict.green or time.monotonic() >= deadline:
                return after
            time.sleep(PAUSE)

    def _settled_item(self, item: pytest.Item, within: float) -> Outcome:
        check, subject = item.stash[CHECK]
        return self._settled(Outcome(check, subject, Verdict.UNKNOWN), within)

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
