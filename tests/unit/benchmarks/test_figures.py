"""What the figures are computed from, and how one is told."""

from __future__ import annotations

import pytest

from benchmarks.containers import linear, passed
from benchmarks.figure import Figure, medians
from benchmarks.workers import crossing, pays, straight


def test_a_straight_line() -> None:
    assert straight([1, 2, 3], [5, 7, 9]) == pytest.approx((3, 2))


def test_where_two_lines_cross() -> None:
    assert crossing([100, 200, 400], [1.5, 2.0, 3.0], [2.1, 2.2, 2.4]) == pytest.approx(250)


def test_lines_that_never_cross() -> None:
    assert crossing([100, 200, 400], [1.0, 1.1, 1.3], [3.0, 3.2, 3.6]) is None


def test_when_four_processes_pay() -> None:
    assert str(pays([100, 200, 400], [1.5, 2.0, 3.0], [2.1, 2.2, 2.4])).endswith("it pays from 250 questions")
    assert "it pays never" in str(pays([100, 200, 400], [1.0, 1.1, 1.3], [3.0, 3.2, 3.6]))


def test_what_one_container_more_costs() -> None:
    counts = {13: 273, 26: 546, 52: 1092}
    assert linear([1.3, 2.6, 5.2], counts).met
    assert not linear([1.3, 2.6, 6.0], counts).met


def test_every_action_takes_its_turn() -> None:
    turns: list[str] = []
    found = medians({"a": lambda: turns.append("a"), "b": lambda: turns.append("b")}, runs=2)
    assert (turns, sorted(found)) == (["a", "b"] * 3, ["a", "b"])


def test_what_is_healthy_is_counted() -> None:
    assert passed(lambda: '{"checks": [{"verdict": "passed"}, {"verdict": "empty"}, {"verdict": "passed"}]}') == 2


def test_what_is_not_healthy_is_not_measured() -> None:
    with pytest.raises(SystemExit, match="verdicts blocked, failed"):
        passed(lambda: '{"checks": [{"verdict": "failed"}, {"verdict": "blocked"}, {"verdict": "passed"}]}')


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("a / b", 1.2, 1.2, "said"), "ok    a / b: 1.20 (target ≤ 1.2) said"),
        (Figure("a / b", 1.3, 1.2, "said"), "SHORT a / b: 1.30 (target ≤ 1.2) said"),
        (Figure("a / b", 9, 8, "said", more=True), "ok    a / b: 9.00 (target ≥ 8) said"),
        (Figure("a / b", 9, None, "said"), "      a / b: 9.00 said"),
    ],
    ids=["met", "short", "more", "no target"],
)
def test_a_line(figure: Figure, line: str) -> None:
    assert str(figure) == line
