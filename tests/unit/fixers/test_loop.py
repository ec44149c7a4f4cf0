"""The loop of `--fix`: next causes, what was green, who is called fixed; with invented steps.

The plugins, the journal and the execution are the real ones; what is repaired is the file of answers that the
invented checks read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fixers.journal import Journal
from tests.unit.framework.project import CHECKS, CONFTEST, Ran, lay, run

REMEDIES = '''

import os
import re
from dataclasses import dataclass
from typing import ClassVar
from fixers import hands as hands_of, settling
from fixers.errors import StepFailed
from fixers.finding import Finding
from fixers.plan import Counsel
from fixers.remedy import advice, remedy
from fixers.steps import KINDS, Step
from fixers.steps.step import instance

PROJECT = f"unit-{os.getpid()}"
BOOTED = json.loads(Path("booted.json").read_text()) if Path("booted.json").exists() else 1e9
settling.PAUSE = 0.01
settling.Settling._instance = lambda self, container: BOOTED
settling.Settling._host = lambda self: BOOTED


@dataclass(frozen=True)
class Answer(Step):
    """Lay down an answer."""

    kind: ClassVar[str] = "answer"
    question: str
    answer: object
    side_effect: tuple = ()

    @property
    def touches(self):
        return instance("meet")

    def shown(self):
        return f"{self.question} := {self.answer}"

    def script(self):
        return [f"echo {self.shown()}"]

    def intend(self, hands):
        return {"before": json.loads(Path("answers.json").read_text())[self.question]}

    def do(self, hands, intent):
        if self.answer == "fail":
            raise StepFailed("it could not be laid down: secret-canary-42")
        lay(**{self.question: self.answer}, **dict(self.side_effect))
        return {}

    def undo(self, hands, intent):
        if self.answer == "no way back":
            raise StepFailed("there is no way back")
        lay(**{self.question: intent["before"]})
        return f"{self.question} is {intent['before']} again"


def lay(**answers):
    path = Path("answers.json")
    path.write_text(json.dumps({**json.loads(path.read_text()), **answers}))


KINDS["answer"] = Answer
PLANS = json.loads(Path("plans.json").read_text())


def ask(question):
    lay(**PLANS["meanwhile"])
    return re.search(r"Type ([0-9a-f]{12}) to go on", question)[1]


if "meanwhile" in PLANS:
    from fixers import fixer
    fixer._at_a_terminal = lambda: True
    fixer._asker = lambda capture: ask


@remedy("meet.raise", heals="meet.root.up", row="r", symptom="s", risk=PLANS.get("risk", "safe"), right="r",
        settle=PLANS.get("settle", 0.3), when=lambda finding: finding.found.get("up") == "False")
def plan_root(finding):
    """Raise it."""
    from fixtures.masking import register
    register("secret-canary-42")
    leaf = json.loads(Path("answers.json").read_text())["leaf"]
    yield Answer(f"raise the root of a {leaf} leaf", "root", PLANS["root"], tuple(PLANS.get("side_effect", {}).items()))


@remedy("meet.stretch", heals="meet.root.up", row="r", symptom="s", risk="safe", right="r", settle=0.3,
        when=lambda finding: "size" in finding.found)
def plan_size(finding):
    """Make it large."""
    yield Answer("stretch the root", "size", 3)


@remedy("meet.water", heals="meet.leaf.green", row="r", symptom="s", risk="safe", right="r", settle=0.3)
def plan_leaf(finding):
    """Water it."""
    yield Answer("water it", "leaf", "green")
'''


def fixing(folder: Path, answers: Mapping[str, Any], plans: Mapping[str, Any], *arguments: str, mode: str = "") -> Ran:
    """`pytest --fix` in the invented project, its lock and journal for itself."""
    lay(folder, answers)
    unlocked = CONFTEST.replace(
        'changed = {"exemptions"',
        'changed = {"access": loaded.environment.access.model_copy(update={"project": PROJECT}), "exemptions"',
    )
    (folder / "conftest.py").write_text(unlocked + REMEDIES)
    (folder / "test_invented.py").write_text(CHECKS)
    (folder / "plans.json").write_text(json.dumps({"root": True, **plans}))
    return run(folder, f"--fix{mode}", *arguments, XDG_STATE_HOME=str(folder / "state"))


def kinds(folder: Path) -> list[str]:
    return [entry["kind"] for entry in Journal(folder / "state/gbo-suite/lab/journal.jsonl").entries]


def test_one_cause_after_the_other_until_it_is_green(tmp_path: Path) -> None:
    ran = fixing(tmp_path, {"root": False, "leaf": "brown"}, {})
    assert ran.status == 0, ran.output
    assert ran.verdicts["meet.root.up[meet]"] == "fixed"
    assert ran.verdicts["meet.leaf.green[dns]"] == "fixed"
    assert ran.verdicts["meet.leaf.green[alm]"] == "passed", "the same cause was repaired before"
    assert kinds(tmp_path) == ["planned", "attempted", "begun", "done", "outcome"] * 2


def test_the_repaired_check_is_called_fixed_selected_or_not(tmp_path: Path) -> None:
    ran = fixing(tmp_path, {"root": False}, {}, "-k", "meet.leaf.green[dns]")
    assert ran.status == 0, ran.output
    assert ran.verdicts["meet.leaf.green[dns]"] == "passed", "a dependant was never repaired"
    (repaired,) = (line for line in ran.record if line.get("id") == "meet.root.up[meet]")
    assert (repaired["verdict"], repaired["selected"]) == ("fixed", False), "told, although nobody selected it"
    repairs = [(line["state"], line["remedy"]) for line in ran.record if line["kind"] == "repair"]
    assert repairs == [("fixed", "meet.raise")]
    assert "FIXED meet.root.up[meet]" in ran.output


def test_what_is_healthy_by_itself_is_not_repaired(tmp_path: Path) -> None:
    ran = fixing(tmp_path, {"root": [False, True]}, {})
    assert ran.status == 0, ran.output
    assert ran.verdicts["meet.root.up[meet]"] == "flaky"
    assert "held by itself when it was asked again: nothing was repaired" in ran.output
    assert kinds(tmp_path) == []


def test_what_has_just_started_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "booted.json").write_text("58")
    ran = fixing(tmp_path, {"root": [False] * 6 + [True]}, {"risk": "restart"})
    assert ran.status == 0, ran.output
    assert "meet started seconds ago: meet.root.up[meet] is waited for, 2 s at most" in ran.output
    assert ran.verdicts["meet.root.up[meet]"] == "flaky"
    assert kinds(tmp_path) == []


def test_what_was_green_before_and_is_red_now_is_undone_and_named(tmp_path: Path) -> None:
    (tmp_path / "test_other.py").write_text(OTHER)
    ran = fixing(tmp_path, {"root": False, "other": True}, {"side_effect": {"other": False}})
    assert ran.status == 1
    assert ran.verdicts["meet.root.up[meet]"] == "failed"
    assert "not fixed: meet.other.up[meet] was green before it and is red now" in ran.output
    assert "undone: raise the root of a green leaf: root is False again" in ran.output
    assert kinds(tmp_path)[-2:] == ["undone", "outcome"]


OTHER = '''
from fixtures.verdict.check import check
from fixtures.expectations.model import Subject


@check("meet.other.up", each=lambda env: [Subject(container="meet")], severity="low")
def test_other(expected, meet):
    """The other is up.

    Why: it was.
    Fix: raise it.
    Source: guide, none.
    """
    assert meet.ask("other"), "the other is down"
'''


def test_a_failure_is_undone_said_and_without_its_secret(tmp_path: Path) -> None:
    ran = fixing(tmp_path, {"root": False}, {"root": "fail"})
    assert ran.status == 1
    assert "not fixed: it could not be laid down: ***" in ran.output
    assert "secret-canary-42" not in ran.output
    assert "canary" not in (tmp_path / "state/gbo-suite/lab/journal.jsonl").read_text()
    assert kinds(tmp_path) == ["planned", "attempted", "begun", "undone", "outcome"]


def test_a_way_back_that_fails_is_said_with_the_verb_to_try_again(tmp_path: Path) -> None:
    ran = fixing(tmp_path, {"root": False}, {"root": "no way back"})
    assert ran.status == 1
    assert "NOT UNDONE: raise the root of a green leaf: there is no way back" in ran.output
    assert re.search(r"try these again: \S*python -m fixers undo [0-9a-f]{12}  \(meet.raise\)", ran.output)


def test_several_that_fit_are_refused_and_both_named(tmp_path: Path) -> None:
    ran = fixing(tmp_path, {"root": False, "size": 1}, {})
    assert ran.status == 1
    assert "meet.raise and meet.stretch both fit what was found" in ran.output
    assert kinds(tmp_path) == ["refused"]


@pytest.mark.parametrize("mode", ["=plan", "=script"])
def test_a_plan_touches_nothing(tmp_path: Path, mode: str) -> None:
    ran = fixing(tmp_path, {"root": False}, {}, mode=mode)
    assert ran.status == 1
    assert "root := True" in ran.output
    assert json.loads((tmp_path / "answers.json").read_text())["root"] is False
    assert kinds(tmp_path) == ["planned"]
    assert ran.output.count("root := True") == 1, "three red checks, one cause, one plan"


def test_attempts_are_limited_over_runs(tmp_path: Path) -> None:
    for _ in range(3):
        assert fixing(tmp_path, {"root": False}, {"root": "fail"}).status == 1
    ran = fixing(tmp_path, {"root": False}, {})
    assert "REFUSED meet.raise for meet.root.up[meet]: it was attempted 3 times in the last 15 minutes" in ran.output
    assert kinds(tmp_path)[-1] == "refused"


@pytest.mark.parametrize(
    ("meanwhile", "verdict", "said", "last"),
    [
        ({"root": True}, "flaky", "held by itself when it was asked again", "planned"),
        ({"leaf": "blue"}, "failed", "what was found changed while it waited to be confirmed", "refused"),
        ({}, "fixed", "done: meet.root.up[meet] holds again", "outcome"),
    ],
    ids=["healthy", "changed", "same"],
)
def test_what_a_person_confirms_minutes_later_is_planned_again(
    tmp_path: Path, meanwhile: dict[str, object], verdict: str, said: str, last: str
) -> None:
    plans = {"risk": "network", "meanwhile": meanwhile}
    ran = fixing(tmp_path, {"root": False}, plans, "--fix-allow=network", "-k", "meet.root.up")
    assert ran.verdicts["meet.root.up[meet]"] == verdict, ran.output
    assert said in ran.output
    assert kinds(tmp_path)[-1] == last
