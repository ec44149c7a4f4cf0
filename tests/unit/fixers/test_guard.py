"""The guard and the plan: what may be done, what is asked first, and what a person reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fixers.guard import ATTEMPTS, Guard
from fixers.journal import Journal
from fixers.plan import Plan
from fixers.remedy import Remedy, every
from fixers.steps import Command
from tests.unit.environments import environment

PLAN = Plan(
    env="lab",
    remedy="containers.restart_unit",
    check="containers.service.active[meet:livekit]",
    risk="restart",
    steps=(Command("start livekit", "meet", ("systemctl", "start", "livekit")),),
    settle=1.0,
)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def guard(env: str = "lab", allowed: str = "", confirmed: str = "", answer: str | None = None) -> Guard:
    ask = None if answer is None else (lambda _question: answer)
    return Guard(environment(env), frozenset({allowed}), frozenset({confirmed}), ask)


def test_safe_and_restart_need_no_permission_outside_production(journal: Journal) -> None:
    assert guard().refusal(PLAN, journal) is None


def test_wider_risks_are_named(journal: Journal) -> None:
    data = replace(PLAN, risk="data")
    assert guard().refusal(data, journal) == "its risk is data; allow it with --fix-allow=data"
    assert guard(allowed="data").refusal(data, journal) is None


def test_production_asks_for_exactly_this_plan(journal: Journal) -> None:
    refusal = guard("prod").refusal(PLAN, journal)
    assert refusal == f"prod is protected; read the plan, then add --confirm={PLAN.id}"
    assert guard("prod", confirmed=PLAN.id).refusal(PLAN, journal) is None
    changed = replace(PLAN, steps=(Command("start livekit", "meet", ("systemctl", "start", "other")),))
    assert guard("prod", confirmed=PLAN.id).refusal(changed, journal) is not None


def test_at_a_terminal_the_plan_id_is_typed(journal: Journal) -> None:
    assert guard("prod", answer="y").refusal(PLAN, journal) == "it was not confirmed"
    assert guard("prod", answer=f"{PLAN.id}\n").refusal(PLAN, journal) is None


def test_network_is_confirmed_everywhere(journal: Journal) -> None:
    network = replace(PLAN, risk="network")
    assert guard(allowed="network").refusal(network, journal) is not None
    assert guard(allowed="network", confirmed=network.id).refusal(network, journal) is None


def test_what_comes_back_is_left_alone(journal: Journal) -> None:
    for _ in range(ATTEMPTS):
        journal.add("attempted", remedy=PLAN.remedy, check=PLAN.check)
    assert "attempted 3 times in the last 15 minutes" in (guard().refusal(PLAN, journal) or "")


def test_a_plan_as_a_person_reads_it() -> None:
    assert PLAN.lines() == [
        f"PLAN {PLAN.id} containers.restart_unit (restart) for containers.service.active[meet:livekit] in lab",
        "  1. start livekit\n       incus --project default exec meet -- systemctl start livekit",
        "  undo: nothing to take back",
        "  proof: containers.service.active[meet:livekit] is asked again, live",
    ]
    assert replace(PLAN, steps=(), reason="it runs").lines()[1] == "  nothing to do: it runs"


def test_every_remedy_states_what_it_needs() -> None:
    for each in every():
        said = (each.right, each.planner.__doc__) if isinstance(each, Remedy) else (each.adviser.__doc__,)
        assert all((each.row, each.symptom, each.heals, *said)), each.id


def test_a_plan_is_of_one_environment_and_of_its_way_back() -> None:
    back = (Command("start livekit", "meet", ("systemctl", "start", "livekit"), back=("systemctl", "stop", "livekit")),)
    assert len({PLAN.id, replace(PLAN, env="prod").id, replace(PLAN, steps=back).id}) == 3


def test_a_wrong_confirmation_is_said(journal: Journal) -> None:
    assert guard("prod", confirmed="0123").refusal(PLAN, journal) == (
        f"prod is protected, and --confirm=0123 is not this plan; read it, then say --confirm={PLAN.id}"
    )
