"""The judge asks what it must and no more: anew only what an outcome stands on, in time, and nothing after the end."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from fixtures.access.instances import Instance, parse
from fixtures.access.local import LocalAccess
from fixtures.errors import Refused
from fixtures.expectations.model import Subject
from fixtures.facts.cache import Facts, fact
from fixtures.masking import register
from fixtures.questions import EVERY_INSTANCE, HOST, Place, asking
from fixtures.verdict.check import Check
from fixtures.verdict.judge import Judge
from fixtures.verdict.matching import assert_matches
from fixtures.verdict.outcome import Verdict
from fixtures.verdict.register import resolve
from fixtures.verdict.standing import Standing
from tests.unit.environments import environment

ENV = environment()
THING = Subject(container="meet")
HANG = threading.Event()


class Platform:
    """Answers what is laid down, and counts; `hang` answers no more."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {}
        self.reached = False

    @fact
    def state(self, instance: str) -> Any:
        """One answer of an instance."""
        with asking(f"state of {instance}", instance, Place("instance", instance)) as question:
            self.asked.append(instance)
            if self.answers.get(instance) == "hang":
                question.reached = self.reached
                HANG.wait(20)
            question.answer = f"{instance} is {self.answers.get(instance, 'up')}, says s3cret-of-judge"
        return self.answers.get(instance, "up")

    @fact
    def both(self) -> tuple[Any, Any]:
        """What stands on two others."""
        return self.state("vault"), self.state("tables")

    @fact
    def round(self) -> Any:
        """A fact that needs itself by way of another."""
        return self.trip()

    @fact
    def trip(self) -> Any:
        """The other."""
        return self.round()


class Judged:
    """A judge over invented checks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.platform = Platform()
        access = SimpleNamespace(forget=lambda _places=None: None)
        facts = Facts(ENV, cast(Any, access))
        facts._rooms["meet"] = self.platform
        self.checks: dict[str, Check] = {}
        monkeypatch.setattr("fixtures.verdict.judge.resolve", lambda _env, id: (self.checks[id[:-6]], THING))
        self.judge = Judge(ENV, facts)

    def check(
        self, id: str, of: str, *needs: str, deadline: float = 5.0, heavy: bool = False, causes: tuple[str, ...] = ()
    ) -> Check:
        def function(expected: Subject, meet: Platform) -> None:
            found = getattr(meet, of)() if hasattr(meet, of) else meet.state(of)
            assert_matches(expected, {"state": "up"}, {"state": found} if isinstance(found, str) else {"state": "up"})

        self.checks[id] = Check(
            *(id, id, "why", "fix", "source", "low", lambda _env: [THING], lambda _subject: False, False),
            needs=(lambda _env, _subject: [Standing(each, THING) for each in needs],),
            causes=(lambda _env, _subject: [Standing(each, THING) for each in causes],),
            applies=lambda _env: None,
            deadline=deadline,
            function=function,
            heavy=heavy,
        )
        return self.checks[id]

    def verdict(self, check: Check) -> str:
        return str(self.judge.outcome(check, THING).verdict)

    def fresh(self) -> list[str]:
        asked = sorted(self.platform.asked)
        self.platform.asked.clear()
        return asked


def test_what_takes_long_holds_up_nothing_else(judged: Judged) -> None:
    many = [judged.check(f"heavy{number}", f"slow{number}", heavy=True) for number in range(20)]
    judged.platform.answers = {f"slow{number}": "hang" for number in range(20)}
    judged.judge.all_of([(each, THING) for each in many])
    began = time.monotonic()
    assert judged.verdict(judged.check("quick", "vault")) == "passed"
    assert time.monotonic() - began < 1
    HANG.set()
    judged.judge.stop()


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> Judged:
    HANG.clear()
    return Judged(monkeypatch)


def test_what_is_asked_anew_is_what_an_outcome_stands_on(judged: Judged) -> None:
    root, other = judged.check("root", "vault"), judged.check("other", "alm")
    leaf, both = judged.check("leaf", "tables", "root"), judged.check("both", "both")
    judged.platform.answers["tables"] = "down"
    assert [judged.verdict(each) for each in (root, other, leaf, both)] == ["passed", "passed", "failed", "passed"]
    assert judged.fresh() == ["alm", "tables", "vault"]
    judged.platform.answers.clear()
    assert judged.judge.recheck(judged.judge.outcome(leaf, THING)).verdict is Verdict.PASSED
    assert judged.fresh() == ["tables", "vault"]

    before = judged.judge.invalidate([Place("instance", "tables")])
    assert sorted(each.id for each in before) == ["both[meet]", "leaf[meet]"]
    assert [judged.verdict(each) for each in (root, other, leaf, both)] == ["passed"] * 4
    assert judged.fresh() == ["tables"]


def test_what_stands_on_something_touched_is_asked_anew_wherever_it_is(judged: Judged) -> None:
    root, leaf, other = judged.check("root", "vault"), judged.check("leaf", "tables", "root"), judged.check("o", "alm")
    assert [judged.verdict(each) for each in (root, leaf, other)] == ["passed"] * 3
    judged.fresh()
    judged.platform.answers["tables"] = "down since Vault is back"
    judged.judge.invalidate([Place("instance", "vault")])
    assert [judged.verdict(each) for each in (root, leaf, other)] == ["passed", "failed", "passed"]
    assert judged.fresh() == ["tables", "vault"]


class Incus(LocalAccess):
    """Tells of all instances in one answer, and counts how often."""

    def __init__(self) -> None:
        super().__init__(ENV.access)
        golden = parse((Path(__file__).parents[1] / "channel/golden/instances.json").read_bytes())
        running = next(each for each in golden.values() if each.running)
        self.there = {each.instance: replace(running, name=each.instance) for each in ENV.containers.values()}
        self.asked = 0

    def ask_instances(self) -> dict[str, Instance]:
        with asking("instances", "host", EVERY_INSTANCE):
            self.asked += 1
        return dict(self.there)


def test_a_change_of_one_instance_makes_no_other_one_asked_anew() -> None:
    incus = Incus()
    judge = Judge(ENV, Facts(ENV, incus))
    running = [resolve(ENV, f"containers.instance.running[{name}]") for name in ENV.containers]
    before = [judge.outcome(*each) for each in running]
    assert {str(each.verdict) for each in before} == {"passed"}
    assert incus.asked == 1
    incus.there["meet"] = replace(incus.there["meet"], status="Stopped")
    touched = judge.invalidate([Place("instance", "meet")])
    assert {each.id for each in touched} == {"containers.inventory.complete[meet]", "containers.instance.running[meet]"}
    after = [judge.outcome(*each) for each in running]
    assert [old.id for old, new in zip(before, after, strict=True) if old is not new] == [
        "containers.instance.running[meet]"
    ]
    assert [each.id for each in after if each.verdict is Verdict.FAILED] == ["containers.instance.running[meet]"]
    assert incus.asked == 2
    judge.invalidate([HOST])
    assert [judge.outcome(*each) for each in running] == after
    assert incus.asked == 2


def test_an_outcome_lists_its_questions_also_where_the_answer_was_remembered(judged: Judged) -> None:
    judged.check("first", "vault")
    second = judged.check("second", "both", "first")
    register("s3cret-of-judge")
    outcome = judged.judge.outcome(second, THING)
    assert [(each.asked, each.where) for each in outcome.asked] == [
        ("state of vault", "vault"),
        ("state of tables", "tables"),
    ]
    assert outcome.asked[0].answer == "vault is up, says ***"
    assert (outcome.declared, outcome.found) == ({"state": "up"}, {"state": "up"})


@pytest.mark.parametrize(
    ("reached", "verdict", "text"),
    [
        (True, "failed", "vault: was reached and hangs in state of vault for 0.3 s"),
        (False, "unknown", "vault: could not ask state of vault: no end after 0.3 s"),
    ],
)
def test_a_check_that_hangs_is_judged_by_where(judged: Judged, reached: bool, verdict: str, text: str) -> None:
    judged.platform.answers["vault"], judged.platform.reached = "hang", reached
    root = judged.check("root", "both", deadline=0.3)
    leaf = judged.check("leaf", "alm", "root")
    begun = time.monotonic()
    outcome = judged.judge.outcome(leaf, THING)
    assert time.monotonic() - begun < 2
    assert (outcome.verdict, str(outcome.cause.verdict), outcome.cause.text) == (Verdict.BLOCKED, verdict, text)
    assert [each.asked for each in outcome.cause.asked] == ["state of vault"]

    judged.platform.answers.clear()
    assert judged.judge.recheck(outcome).verdict is Verdict.PASSED, "it waits for the question that hangs"
    assert judged.verdict(root) == "passed"


def test_what_hangs_takes_no_thread_from_the_others(judged: Judged) -> None:
    judged.platform.answers |= {f"i{n}": "hang" for n in range(20)}
    hanging = [judged.check(f"hang{n}", f"i{n}", deadline=0.3) for n in range(20)]
    last = judged.check("last", "alm")
    judged.judge.all_of([(each, THING) for each in (*hanging, last)])
    begun = time.monotonic()
    assert judged.verdict(last) == "passed"
    assert {judged.verdict(each) for each in hanging} == {"unknown"}
    assert time.monotonic() - begun < 3


def test_facts_that_need_each_other_are_a_bug_that_is_said(judged: Judged) -> None:
    one, other = judged.check("one", "round"), judged.check("other", "trip")
    judged.judge.all_of([(one, THING), (other, THING)])
    for check in (one, other):
        assert "facts ask each other in a circle" in judged.judge.outcome(check, THING).text


def test_nothing_is_asked_after_the_end(judged: Judged) -> None:
    judged.platform.answers["vault"] = "hang"
    under_way, waiting = judged.check("under_way", "both"), judged.check("waiting", "alm", "under_way")
    judged.judge.all_of([(waiting, THING)])
    while not judged.platform.asked:
        time.sleep(0.01)
    judged.judge.stop()
    HANG.set()
    time.sleep(0.2)
    later = judged.check("later", "drive")
    assert judged.judge.outcome(later, THING).text == "not asked: the run was ended"
    assert judged.verdict(under_way) == judged.verdict(waiting) == "unknown"
    assert judged.fresh() == ["vault"]


def test_a_refusal_stays_one_for_whoever_asks_second() -> None:
    class Refusing:
        @fact
        def answer(self) -> None:
            raise Refused("a", "b", "c")

    room = Refusing()
    for _ in range(2):
        with pytest.raises(Refused, match="a: refuses b: c"):
            room.answer()


def test_a_failure_is_blocked_by_what_explains_it(judged: Judged) -> None:
    judged.check("meet.env.complete", "vault")
    unit = judged.check("meet.unit.active", "tables", causes=("meet.env.complete",))
    judged.platform.answers |= {"vault": "down", "tables": "down"}
    found = judged.judge.outcome(unit, THING)
    assert (found.verdict, found.cause.check.id) == (Verdict.BLOCKED, "meet.env.complete")
    judged.platform.answers["vault"] = "up"
    found = judged.judge.recheck(found)
    assert (found.verdict, found.cause.check.id) == (Verdict.FAILED, "meet.unit.active")
    judged.platform.answers["tables"] = "up"
    assert judged.judge.recheck(found).verdict is Verdict.PASSED


def test_what_could_explain_a_failure_is_not_asked_where_there_is_none(judged: Judged) -> None:
    judged.check("meet.env.complete", "vault")
    unit = judged.check("meet.unit.active", "tables", causes=("meet.env.complete",))
    judged.platform.answers["vault"] = "down"
    assert judged.verdict(unit) == "passed"
    assert judged.fresh() == ["tables"]
