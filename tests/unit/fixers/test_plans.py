"""Golden plans: a finding and what the facts say go in, the plan as a person reads it comes out, without a lab.

A case is a folder `plans/REMEDY/CASE` with `finding.json`, `facts.json` (`room.method` to its answer) and `plan.txt`.
A question that `facts.json` does not list fails the test.
"""

from __future__ import annotations

import datetime as dt
import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from fixers.dns import bump_serial
from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import Advice, chosen, every
from fixtures.facts.cache import _room
from fixtures.verdict.matching import Difference
from fixtures.verdict.outcome import Outcome, Verdict
from fixtures.verdict.register import resolve
from tests.unit.environments import environment

FOLDER = Path(__file__).parent / "plans"
pytestmark = pytest.mark.usefixtures("own_register")
CASES = sorted(path.parent for path in FOLDER.rglob("finding.json"))


class StrictFacts:
    """Answers what is listed, as the types that the real facts return."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def __getattr__(self, room: str) -> Any:
        return StrictRoom(room, self.answers)


class StrictRoom:
    """One room of them."""

    def __init__(self, room: str, answers: dict[str, Any]) -> None:
        self.room, self.answers = room, answers

    def __getattr__(self, name: str) -> Any:
        method = inspect.unwrap(getattr(_room(self.room), name))
        kind = eval(method.__annotations__["return"], method.__globals__)
        question = f"{self.room}.{name}"
        assert question in self.answers, f"{question} is asked and not listed in facts.json"
        return lambda *_: TypeAdapter(kind).validate_json(json.dumps(self.answers[question]))


def finding_of(case: Path) -> Finding:
    said = json.loads((case / "finding.json").read_text())
    env = environment(said.get("env", "lab"))
    differences = tuple(Difference(*each) for each in said.get("differences", ()))
    outcome = Outcome(*resolve(env, said["check"]), Verdict.FAILED, said.get("text", ""), differences)
    facts: Any = StrictFacts(json.loads((case / "facts.json").read_text()))
    return Finding(outcome, env, facts)


def told(finding: Finding) -> str:
    """What `--fix=plan` prints."""
    try:
        healer = chosen(finding)
        if healer is None:
            return "nobody knows a way"
        if isinstance(healer, Advice):
            lines = healer.adviser(finding).lines(healer.id, finding.outcome.id, finding.env.name, finding.env.access)
        else:
            lines = healer.plan(finding).lines()
    except RemedyRefused as refused:
        return f"REFUSED: {refused}"
    return "\n".join(line.rstrip() for line in lines)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_finding_gives_this_plan(case: Path) -> None:
    assert told(finding_of(case)) + "\n" == (case / "plan.txt").read_text()


def test_every_remedy_and_advice_has_a_golden_plan() -> None:
    assert {each.id for each in every()} == {case.parent.name for case in CASES}


@pytest.mark.parametrize(
    ("highest", "format", "new"),
    [
        (1_732_000_000, "YYYYMMDDNN", "today, 00"),
        (None, "YYYYMMDDNN", "today, 08"),
        (41, "number", "42"),
    ],
)
def test_a_new_serial_is_higher_than_everybodys(highest: int | None, format: str, new: str) -> None:
    today = int(f"{dt.datetime.now(dt.UTC):%Y%m%d}00")
    zone = environment().dns.zones["base"].model_copy(update={"serial_format": format})
    found = bump_serial.next_after(zone, today + 7 if highest is None else highest)
    assert str(found) == new.replace("today, ", str(today)[:8])
