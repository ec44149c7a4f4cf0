"""The pytest side of repairing: who may do what, what was said, and one fixing run at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from fixers.guard import Guard
from fixers.journal import Journal, masked, state_folder
from fixers.lock import PlatformLock
from fixers.repairs import Repairs
from fixtures.expectations.model import Subject
from fixtures.interpreter import typed
from fixtures.session import CHECK, PLAIN, Run
from fixtures.verdict.check import Check
from fixtures.verdict.outcome import Outcome


class Fixer:
    """The recourse `--fix`, as a plugin of one session."""

    def __init__(self, config: pytest.Config, run: Run) -> None:
        mode: str = config.getoption("--fix")
        self.lock = PlatformLock(run.env.access.project)
        if mode == "apply":
            self.lock.acquire()
        folder = state_folder(run.env.name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.journal = Journal(folder / "journal.jsonl")
        capture = config.pluginmanager.getplugin("capturemanager")
        guard = Guard(
            run.env,
            frozenset(filter(None, config.getoption("--fix-allow").split(","))),
            frozenset(config.getoption("--confirm")),
            _asker(capture) if _at_a_terminal() else None,
        )
        self.said: list[str] = [
            f"UNFINISHED {entry['remedy']} for {entry['check']} was begun at {entry['at']} and its run ended half-way; "
            f"take it back: {typed('python')} -m fixers undo {entry['hash'][:12]}"
            for entry in self.journal.unfinished()
        ]
        if self.journal.torn:
            self.said.append(f"the journal's last line was torn; what there was of it is in {self.journal.torn}")
        self._asked: list[tuple[Check, Subject]] = []
        self.repairs = Repairs(run, mode, guard, self.journal, self.said.append, lambda: self._asked)

    def __call__(self, outcome: Outcome) -> Outcome:
        """Repair one cause after the other, then ask the check again; the newest outcome.

        A plain test is asked along from here on: before pytest has run it, it has no fixtures.
        """
        if all(check.id != outcome.check.id or subject != outcome.subject for check, subject in self._asked):
            self._asked.append((outcome.check, outcome.subject))
        return self.repairs(outcome)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Take note of what is asked: what of it is green must be so after a repair as well."""
        self._asked = [item.stash[CHECK] for item in session.items if CHECK in item.stash and PLAIN not in item.stash]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print plans, refusals and what an earlier run left."""
        for line in self.said:
            terminalreporter.write_line(masked(line))
        if self.said:
            terminalreporter.write_line(f"journal: {self.journal.path}")

    def pytest_unconfigure(self) -> None:
        """Let the next fixing run begin."""
        self.lock.release()


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asker(capture: Any) -> Callable[[str], str]:
    def ask(question: str) -> str:
        with capture.global_and_fixture_disabled():
            return input(masked(question))

    return ask
