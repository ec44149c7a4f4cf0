"""The record as others read it: its schema is published, and a run of the right kind is the only thing that is one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reports.__main__ import main
from reports.formats import FORMATS, render
from reports.line import schema
from reports.record import read
from tests.unit.reports.varied import troubled
from tests.unit.reports.written import lines, write

ROOT = Path(__file__).resolve().parents[3]
NEWER = ("approved_by", "begins", "selected")
"""Fields that format 2 does not have."""


def test_the_published_schema_is_that_of_the_lines() -> None:
    published = json.loads((ROOT / "docs/record.schema.json").read_text("utf-8"))
    assert published == schema(), "python -m reports schema > docs/record.schema.json"


def test_every_field_of_a_written_line_is_in_the_schema(tmp_path: Path) -> None:
    kinds = {name: each for name, each in schema()["$defs"].items() if name.endswith("Line")}
    by_kind = {each["properties"]["kind"]["const"]: each for each in kinds.values()}
    written = [json.loads(line) for line in write(tmp_path / "r.jsonl", lines()).read_text().splitlines()]
    assert {line["kind"] for line in written} == set(by_kind)
    for line in written:
        assert set(line) == set(by_kind[line["kind"]]["properties"])
        assert set(by_kind[line["kind"]]["required"]) <= set(line)


def test_a_record_of_a_killed_run_is_rendered_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = write(tmp_path / "r.jsonl", lines()[:4])
    record.write_bytes(record.read_bytes() + b'{"kind": "che')
    assert main(["json", str(record)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["complete"], document["exit"]) == (False, None)
    assert main(["terminal", str(record)]) == 0
    assert "KILLED: the record has no end" in capsys.readouterr().out


def test_a_record_of_the_format_before_is_read(tmp_path: Path) -> None:
    record = write(tmp_path / "r.jsonl", troubled())
    entries = [json.loads(line) for line in record.read_text().splitlines()]
    for entry in entries:
        for name in NEWER:
            entry.pop(name, None)
    entries[0]["format"] = 2
    record.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries))
    made = read(record)
    assert (made.run.format, made.exemptions[0].approval) == (2, "approved by nobody named")
    for name in FORMATS:
        assert render(name, made)


FOREIGN = ("", "not json\n", '{"kind": "check"}\n', "[1]\n", '{"kind": "run", "format": 1}\n', '{"kind": "other"}\n')


@pytest.mark.parametrize("content", FOREIGN)
def test_what_is_no_record_is_a_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text(content)
    assert main(["json", str(record)]) == 4
    assert "is no record of this suite" in capsys.readouterr().err


def test_other_words_show_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["jsn", "x"], ["json", "/nonexistent/record"], ["verify"], ["verify", "/nonexistent/record"]):
        assert main(words) == 4
    said = capsys.readouterr().err
    assert said.count("usage: python -m reports") == 2
    assert said.count("cannot be read: No such file or directory") == 2
