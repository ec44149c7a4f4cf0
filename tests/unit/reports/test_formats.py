"""Every format is read by what reads it in life: each verdict is there, and nothing red is lost."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import junitparser
import pytest
from prometheus_client.parser import text_string_to_metric_families
from tap.parser import Parser

from fixtures.verdict.outcome import Verdict
from reports.__main__ import main
from reports.formats import FORMATS, render
from reports.line import AnyLine
from tests.unit.reports.oscal import assessment
from tests.unit.reports.varied import CAUSE, HOSTILE, every_verdict, green, hostile, record, troubled
from tests.unit.reports.written import check, end, run, statement, write

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).resolve().parents[3]
READ_BY_PEOPLE = ("markdown", "nagios", "tap")


@pytest.mark.parametrize("name", READ_BY_PEOPLE)
@pytest.mark.parametrize("lines", [every_verdict, troubled])
def test_as_a_person_reads_it(name: str, lines: Callable[[], list[AnyLine]]) -> None:
    golden = GOLDEN / f"{lines.__name__}.{name}"
    assert render(name, record(lines())) == golden.read_text("utf-8")


def cases(lines: list[AnyLine]) -> dict[str, junitparser.TestCase]:
    xml = junitparser.JUnitXml.fromstring(render("junit", record(lines)).encode())
    return {case.name: case for suite in xml for case in suite}


def test_junit() -> None:
    found = cases(every_verdict())
    results = {name: [type(each).__name__ for each in case.result] for name, case in found.items()}
    by_verdict = {str(line.verdict): results[line.id] for line in record(every_verdict()).checks}
    tags = {"failed": "Failure", "unknown": "Error", "blocked": "Error"}
    tags |= dict.fromkeys(("skipped", "off", "empty", "waived"), "Skipped")
    assert by_verdict == {str(each): [tags[each]] if each in tags else [] for each in Verdict}
    (waived,) = found["llm.model.served[llm]"].result
    assert waived.message == "waived until 2999-01-01 by ops: it is known"
    (failed,) = found[CAUSE].result
    assert "fix: unseal it with three keys" in failed.text
    assert "remedies: vault.unseal" in failed.text
    xml = junitparser.JUnitXml.fromstring(render("junit", record(every_verdict())).encode())
    assert (xml.tests, xml.failures, xml.errors) == (len(found), 1, 2)


def test_junit_of_what_is_red_beside_the_outcomes() -> None:
    red = {name: case.result[0].message for name, case in cases(troubled()).items() if case.result}
    assert red == {
        "t.py::a (teardown)": "RuntimeError: after it",
        "run": "1 of 2 were not run: t.py::b",
        "a.b.c[d]": "of a.b.c[d] by ops, approved by nobody named, ended on 2020-01-01: "
        "end what it accepts, or give it another day",
    }


def samples(lines: list[AnyLine]) -> dict[tuple[str, str, str], float]:
    """Metric, thing and verdict to the value."""
    text = render("prometheus", record(lines))
    families = list(text_string_to_metric_families(text))
    assert all(family.documentation and family.type == "gauge" for family in families)
    found = [each for family in families for each in family.samples]
    assert all(each.labels["env"] == "lab" for each in found)
    keys = [(each.name, each.labels.get("check", ""), each.labels.get("verdict", "")) for each in found]
    return dict(zip(keys, (each.value for each in found), strict=True))


def test_prometheus() -> None:
    found = samples(every_verdict())
    assert {verdict: found["gbo_checks", "", str(verdict)] for verdict in Verdict} == dict.fromkeys(Verdict, 1)
    red = {check for (name, check, _), value in found.items() if name == "gbo_check_red" and value == 1}
    assert red == {"vault.seal.open", "vault.health.active", "tables.server.accepts"}
    assert found["gbo_run_complete", "", ""] == 1
    assert found["gbo_run_end_timestamp_seconds", "", ""] == pytest.approx(1767323045.678)
    troubles = samples(troubled())
    assert (troubles["gbo_run_complete", "", ""], troubles["gbo_run_errors", "", ""]) == (0, 1)
    killed = samples(green()[:-1])
    assert killed["gbo_run_complete", "", ""] == 0
    assert ("gbo_run_exit_code", "", "") not in killed


def test_tap() -> None:
    def parsed(lines: list[AnyLine]) -> list[Any]:
        return list(Parser().parse_text(render("tap", record(lines))))

    tests = [each for each in parsed(every_verdict()) if getattr(each, "category", "") == "test"]
    told = {each.description.removeprefix("- "): each for each in tests}
    by_verdict = {str(line.verdict): told[line.id] for line in record(every_verdict()).checks}
    assert {name for name, each in by_verdict.items() if not each.ok} == {"failed", "unknown", "blocked", "waived"}
    assert {name for name, each in by_verdict.items() if each.skip} == {"skipped", "off", "empty"}
    assert {name for name, each in by_verdict.items() if each.todo} == {"waived"}
    assert by_verdict["failed"].yaml_block["message"].endswith("sealed: expected False, found True")
    assert [each.reason for each in parsed(troubled()) if getattr(each, "category", "") == "bail"] == [
        "1 of 2 were not run: t.py::b"
    ]


def results(lines: list[AnyLine]) -> Any:
    """The assessment results as trestle reads them."""
    return assessment(render("oscal", record(lines)))


def test_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(render("csv", record(every_verdict())))))
    assert [row["verdict"] for row in rows] == [str(line.verdict) for line in record(every_verdict()).checks]
    assert rows[1]["root"] == CAUSE
    red = list(csv.DictReader(io.StringIO(render("csv", record(troubled())))))
    assert [row["verdict"] for row in red] == ["passed", "error", "incomplete", "exemption"]
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"):
        lines: list[AnyLine] = [run(), statement(), check(text=text), end({"passed": 1}, exit=0)]
        (row,) = csv.DictReader(io.StringIO(render("csv", record(lines)), newline=""))
        assert row["text"] == f"'{text}"


def test_oscal() -> None:
    (result,) = results(every_verdict()).results
    states = {each.target.target_id: each.target.status.state.value for each in result.findings}
    assert {name for name, state in states.items() if state == "not-satisfied"} == {
        *("vault.seal.open", "vault.health.active", "tables.server.accepts", "llm.model.served")
    }
    assert len(states) == 6, "of what is skipped, off or empty nothing is found"
    assert len(result.observations) == len(Verdict)
    known = {each.uuid for each in result.local_definitions.components}
    assert all(subject.subject_uuid in known for each in result.observations for subject in each.subjects)
    whole = results(troubled())
    assert "RuntimeError: after it" in whole.results[0].remarks
    assert whole.import_ap.href == f"#{whole.back_matter.resources[0].uuid}"
    assert render("oscal", record(green()[:-1])), "of a killed run"


STATES: dict[str, tuple[int, list[AnyLine]]] = {
    "OK": (0, green()),
    "WARNING": (1, [run(), statement(), check(verdict=Verdict.FAILED, severity="low"), end({"failed": 1})]),
    "CRITICAL": (2, every_verdict()),
    "UNKNOWN": (3, troubled()),
    "UNKNOWN killed": (3, green()[:-1]),
    "UNKNOWN could not ask": (3, [run(), statement(), check(verdict=Verdict.UNKNOWN), end({"unknown": 1})]),
    "UNKNOWN nothing asked": (3, [run(), end({}, exit=5)]),
}


@pytest.mark.parametrize("name", STATES)
def test_nagios(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, lines = STATES[name]
    assert main(["nagios", str(write(tmp_path / "r.jsonl", lines))]) == code
    first, _, figures = capsys.readouterr().out.splitlines()[0].partition(" | ")
    assert first.startswith(f"{name.partition(' ')[0]} - ")
    assert [each.partition("=")[0] for each in figures.split()][: len(Verdict)] == [str(each) for each in Verdict]


def test_nagios_of_what_cannot_be_read_or_is_too_old(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = str(write(tmp_path / "r.jsonl", green()))
    empty = tmp_path / "empty"
    empty.mkdir()
    for words in ([str(tmp_path / "none.jsonl")], [str(empty)], [old, "--older=2h"], [old, "--older=soon"]):
        assert main(["nagios", *words]) == 3
        assert capsys.readouterr().out.startswith("UNKNOWN - ")
    assert main(["nagios", old, "--older=999999d"]) == 0


def test_hostile_texts_stay_text(tmp_path: Path) -> None:
    lines = record(hostile())
    texts = {name: render(name, lines) for name in FORMATS}
    assert {type(each).__name__ for case in cases(hostile()).values() for each in case.result} == {"Failure"}
    assert samples(hostile())["gbo_check_red", "vault.seal.open", ""] == 1
    tap = list(Parser().parse_text(texts["tap"]))
    assert [each.category for each in tap] == ["version", "plan", "test", "test"]
    assert len(list(csv.DictReader(io.StringIO(texts["csv"], newline="")))) == 2
    assessment(texts["oscal"])
    assert json.loads(texts["json"])["checks"][0]["text"] == HOSTILE
    assert texts["nagios"].partition("\n")[0].count("|") == 1
    assert len(texts["nagios"].encode()) < 8192
    fences = [line for line in texts["markdown"].splitlines() if line in ("````text", "````")]
    assert fences == ["````text", "````"] * 2, "two blocks, which the text does not end"
