"""The page of checks is made from the checks; a record can be rendered after its run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixers.planned import healing
from fixtures.verdict.check import every
from reports.__main__ import main
from reports.catalogue import page

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_what_the_checks_say() -> None:
    heals = {check.id: healing(check.id) for check in every()}
    made = "python -m fixers heals | python -m reports catalogue > docs/checks.md"
    assert (ROOT / "docs/checks.md").read_text("utf-8") == page(every(), heals), made


def test_a_record_of_a_killed_run_is_rendered_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text('{"kind": "run", "run": "x", "env": "lab"}\n{"kind": "collected", "ids": ["a"]}\n{"kind": "che')
    assert main(["json", str(record)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["complete"] is False
    assert document["exit"] is None


@pytest.mark.parametrize("content", ["", "not json\n", '{"kind": "check"}\n', "[1]\n"])
def test_what_is_no_record_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text(content)
    assert main(["json", str(record)]) == 4
    assert "is no record of this suite" in capsys.readouterr().err


def test_other_words_show_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jsn", "x"]) == 4
    assert main(["json", "/nonexistent/record"]) == 4
    assert "usage: python -m reports" in capsys.readouterr().err
