"""The fault table: each fault turns exactly the declared checks red, everything else is green or blocked by them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.environment import load
from lab import faults
from lab.errors import LabError
from lab.site import Lab
from reports.line import CheckLine
from tests import proof
from tests.lab.rounds import Round, Rounds, Within
from tests.lab.suite import GREEN, ask
from tests.side_by_side import groups, spreads

SPREADS = spreads(load("lab").environment, faults.faults().values())
GROUPS = groups(SPREADS.values())


def test_the_healthy_lab_is_green(lab: Lab, tmp_path: Path) -> None:
    ran = ask(tmp_path, "-m", "smoke")
    assert ran.status == 0, ran.output
    assert set(ran.verdicts.values()) <= {"passed", "empty"}
    assert ran.record.complete


def test_workers_reach_the_same_verdicts(lab: Lab, tmp_path: Path) -> None:
    alone = ask(tmp_path, "-m", "smoke")
    together = ask(tmp_path, "-m", "smoke", "-n", "4")
    assert together.verdicts == alone.verdicts, together.output
    assert together.record.complete


@pytest.fixture(scope="module")
def rounds(lab: Lab, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rounds:
    """The rounds of those faults that were selected."""
    items = (item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path)
    selected = {item.callspec.params["name"] for item in items if hasattr(item, "callspec")}
    together = (tuple(name for name in group if name in selected) for group in GROUPS)
    return Rounds(lab, tmp_path_factory.mktemp("rounds"), SPREADS, together)


@pytest.mark.parametrize("name", [name for group in GROUPS for name in group])
def test_fault(rounds: Rounds, name: str) -> None:
    ran = rounds.of(name)
    wrong = [*ran.wrong(SPREADS)]
    assert not wrong, "\n".join([*wrong, ran.broken.output])
    proof.keep(name, _proofs(faults.named(name), ran))


def test_a_group_that_is_not_as_declared_is_run_again_each_alone(lab: Lab, tmp_path: Path) -> None:
    one, other = names = "directory.stopped", "directory.token_ends_soon"
    rounds = Rounds(lab, tmp_path, SPREADS, [names])
    hidden = re.escape(f"{faults.named(other).red[0]} is declared red, and is blocked")
    with pytest.warns(UserWarning, match=f"{one}, {other} side by side, so each alone as well: .*{hidden}"):
        alone = rounds.of(one)
    assert alone.faults == (faults.named(one),)
    for ran in (alone, rounds.of(other)):
        assert [*ran.wrong(SPREADS)] == []


def test_a_fault_works_where_it_says_and_nowhere_else(lab: Lab) -> None:
    with pytest.raises(LabError, match=r"meet\.stopped touches vault, and neither its RED nor its TOUCHES says so"):
        Within(lab, SPREADS["meet.stopped"]).node("vault")


def test_after_all_of_them_the_lab_is_green(lab: Lab, tmp_path: Path) -> None:
    assert faults.active(lab) == []
    healed = ask(tmp_path, "--wait=90s")
    assert healed.status == 0, healed.output
    assert set(healed.verdicts.values()) <= GREEN


def _proofs(fault: faults.Fault, ran: Round) -> Iterator[proof.Proof]:
    causes = Counter(line.root for line in ran.broken.record.checks if isinstance(line, CheckLine) and line.root)
    for line in ran.broken.record.checks:
        if line.id in fault.red:
            said = "; ".join(map(str.strip, line.text.splitlines()[:2]))
            yield proof.Proof(fault.id, fault.title, line.id, said, causes[line.id], round(ran.seconds, 1))
