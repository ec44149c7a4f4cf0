"""What every kind of step must keep: done, undone; and killed between any two writes, then undone or gone on with.

The hands are real; `Mortal` ends the run at a chosen one of their calls, or of the journal's entries, as a kill
does: nothing after it happens. What is left is read by a new journal, as another process would.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fixers import execution
from fixers.hands import Hands
from fixers.journal import Journal
from fixers.plan import Plan
from fixers.steps import Step

Look = Callable[[], object]
BOUND = 60
"""More calls than a plan of one step makes."""


class Killed(BaseException):
    """The run ended here."""


class Mortal:
    """Hands or a journal that end the run at the call number `at`, before or after it took effect."""

    def __init__(self, whole: object, calls: itertools.count[int], at: int, *, after: bool) -> None:
        self._whole, self._calls, self._at, self._after = whole, calls, at, after

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._whole, name)
        if not callable(value) or name.startswith("_") or name in ("attempt", "steps_of"):
            return value

        def call(*args: Any, **kwargs: Any) -> Any:
            mine = next(self._calls)
            if mine == self._at and not self._after:
                raise Killed
            result = value(*args, **kwargs)
            if mine == self._at:
                raise Killed
            return result

        return call


def plan_of(*steps: Step) -> Plan:
    return Plan("lab", "containers.restart_unit", "containers.tmp.mode[alm-ci]", "safe", steps, 0.0)


def prove(step: Step, hands: Hands, look: Look, folder: Path) -> None:
    """Do, look, undo, look; then the same killed at every call, undone, and killed again and resumed."""
    before = look()
    journal = Journal(folder / "whole.jsonl")
    attempt = execution.begin(plan_of(step), "found", journal)
    execution.carry_out(attempt, hands, journal)
    after = look()
    assert after != before, "the step changed nothing"
    execution.carry_out(attempt, hands, journal)
    assert look() == after, "done twice is not done once"
    assert all(each.ok for each in execution.undo(attempt, hands, journal))
    assert look() == before, "the way back does not lead back"
    assert execution.undo(attempt, hands, journal) == []
    for effect in (False, True):
        for at in range(BOUND):
            if not _killed(step, hands, folder / f"{effect}-{at}.jsonl", at, after=effect):
                break
            _undone_and_resumed(hands, look, folder / f"{effect}-{at}.jsonl", before, after)
        else:
            raise AssertionError(f"more than {BOUND} calls")


def _killed(step: Step, hands: Hands, path: Path, at: int, *, after: bool) -> bool:
    """Begin the step and end at the call `at`; False when it was over before (and is taken back)."""
    calls = itertools.count()
    journal = Journal(path)
    attempt = execution.begin(plan_of(step), "found", journal)
    mortal_hands: Any = Mortal(hands, calls, at, after=after)
    mortal_journal: Any = Mortal(journal, calls, at, after=after)
    try:
        execution.carry_out(attempt, mortal_hands, mortal_journal)
    except Killed:
        return True
    execution.undo(attempt, hands, journal)
    return False


def _undone_and_resumed(hands: Hands, look: Look, path: Path, before: object, after: object) -> None:
    journal = Journal(path)
    (attempt,) = journal.unfinished()
    undone = execution.undo(attempt, hands, journal)
    assert all(each.ok for each in undone), undone
    assert look() == before, f"{path.stem}: undone, it is not what it was"
    again = Journal(path)
    execution.carry_out(attempt, hands, again)
    assert look() == after, f"{path.stem}: resumed, it is not done"
    execution.undo(attempt, hands, again)
    assert look() == before
