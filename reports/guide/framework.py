"""The guide as a control framework: each of its statements, with the checks that name it in their Source line."""

from __future__ import annotations

from collections.abc import Iterable

from fixtures.expectations import Environment
from fixtures.verdict.check import Check
from reports.guide.coverage import coverage
from reports.line import FrameworkLine

ID, TITLE = "guide", "Operations guide"


def framework(env: Environment, checks: Iterable[Check]) -> FrameworkLine:
    """Its statements are the controls, those that tell a person what to do among them: they have no check.

    Raises:
        UnknownStatement: a check names what is not in the guide.
    """
    found = coverage(env, checks)
    controls = {each.statement.number: tuple(check.id for check in each.checks) for each in found}
    return FrameworkLine(id=ID, title=TITLE, controls=controls)
