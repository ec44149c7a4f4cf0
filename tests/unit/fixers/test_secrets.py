"""No plan and no journal holds a secret: what would is refused, because from there another thing would be done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixers import execution
from fixers.errors import RemedyRefused, StepFailed
from fixers.journal import Journal, holds_secret
from fixers.plan import Plan
from fixers.remedy import Remedy
from fixers.steps import Command, Step
from fixtures.masking import register

KNOWN = register("kQ3vZr8Lm2Xw9TbN5cYh7PdF")
NOBODY: Any = None
"""Finding and hands that no step reaches."""


@pytest.mark.parametrize("word", [KNOWN, "--password=whatever1", "postgres://u:whatever@tables/x", KNOWN[:14]])
def test_a_plan_with_a_secret_is_refused(word: str) -> None:
    def planner(_finding: object) -> Iterator[Step]:
        yield Command("restart it", "meet", ("run", word))

    made = Remedy("meet.x", ("a.b.c",), "r", "s", lambda _: True, "safe", "r", 1.0, planner)
    with pytest.raises(RemedyRefused, match="restart it: it holds a secret") as refused:
        made.plan(NOBODY)
    assert word not in str(refused.value)


class Keeping(Command):
    """What was there is kept in the journal for the way back."""

    def intend(self, hands: object) -> dict[str, Any]:
        return {"before": ["password=whatever1"]}


def test_a_former_state_with_a_secret_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = Keeping("restart it", "meet", ("systemctl", "restart", "x"))
    monkeypatch.setattr(execution, "load", lambda _: step)
    journal = Journal(tmp_path / "journal.jsonl")
    attempt = execution.begin(Plan("lab", "meet.x", "a.b.c[d]", "safe", (step,), 1.0), "found", journal)
    with pytest.raises(StepFailed, match="restart it: what was there holds a secret"):
        execution.carry_out(attempt, NOBODY, journal)
    assert [entry["kind"] for entry in journal.entries] == ["attempted"]
    assert "whatever1" not in (tmp_path / "journal.jsonl").read_text()


def test_what_holds_none() -> None:
    assert not holds_secret({"argv": ("systemctl", "restart", "x"), "number": 1, "none": None})
