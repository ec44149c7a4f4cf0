"""What the record of a healthy lab holds of every check: also a pass says what was declared, found and asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lab.site import Lab
from reports.line import CheckLine
from tests.lab.suite import GREEN, ROOT, ask


@pytest.fixture(scope="module")
def passed(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> list[CheckLine]:
    folder: Path = tmp_path_factory.mktemp("evidence")
    ran = ask(folder)
    assert ran.status == 0, ran.output
    assert set(ran.verdicts.values()) <= GREEN
    return [line for line in ran.record.checks if isinstance(line, CheckLine) and line.verdict == "passed"]


def test_every_pass_says_what_was_declared_found_and_asked(passed: list[CheckLine]) -> None:
    assert len(passed) > 300
    assert [each.id for each in passed if not each.expected or each.found.keys() != each.expected.keys()] == []
    assert [each.id for each in passed if not each.asked] == []


def test_what_is_shipped_as_asked_is_asked(passed: list[CheckLine]) -> None:
    shipped = json.loads((ROOT / "docs/asked.json").read_text("utf-8"))
    asked = {each.id: {question.what.partition(" ")[0] for question in each.asked} for each in passed}
    assert {each.check for each in passed} == shipped.keys(), "pytest --env=lab; python -m reports asked lab"
    for told in shipped.values():
        words = {question["what"].partition(" ")[0] for question in told["asked"]}
        assert asked[told["id"]] <= words, f"{told['id']}: what was changed a moment ago is asked less, never more"


def test_what_is_asked_from_outside_says_so(passed: list[CheckLine]) -> None:
    outside = [each for each in passed if each.check in ("network.published.reachable", "email.relay.closed")]
    asked = {question.what for each in outside for question in each.asked if question.where.startswith("outside")}
    assert {"openssl", "curl", "dig", "swaks"} <= {each.partition(" ")[0] for each in asked}
