"""The lint of the suite's checks, on one in which everything is wrong."""

from __future__ import annotations

import ast
import textwrap

from tests import lint

WRONG = """
def test_up(expected, meet):
    try:
        found = meet.up()
    except OSError:
        pytest.skip("down")
    assert found, "it is down"
"""
RIGHT = """
def test_up(expected, meet):
    assert_matches(expected, {"up": True}, {"up": meet.up()})
"""


def _told(source: str) -> set[str]:
    function = ast.parse(textwrap.dedent(source)).body[0]
    assert isinstance(function, ast.FunctionDef)
    return set(lint.forbidden_in("meet.server.up", function))


def test_a_check_without_declared_and_found_is_refused() -> None:
    assert _told(WRONG) == {
        "meet.server.up: a check has no `try` and no `with`; a fact raises FactUnavailable",
        "meet.server.up: a check does not skip itself; say `applies=`",
        "meet.server.up: a plain `assert` leaves neither declared nor found in the record; say it by assert_matches",
        "meet.server.up: it compares nothing by assert_matches, so the record has neither declared nor found",
    }
    assert _told(RIGHT) == set()
