"""Controls: what is mapped, what a record is evidence for, and what people vouch for; as a table, and in OSCAL."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from fixtures.errors import UserMistake
from fixtures.expectations import Attestation, Environment, SiteControls
from reports.__main__ import main
from reports.controls.evidence import controls, of_checks
from reports.controls.frameworks import expanded, frameworks, published, shipped
from reports.controls.table import WIDTH, ranges
from reports.formats import render
from reports.guide.statements import statements
from reports.line import AnyLine
from reports.made import attestation_line
from reports.merging import merged, source
from reports.record import Record
from tests.unit.environments import environment
from tests.unit.reports.oscal import assessment
from tests.unit.reports.varied import CAUSE, MAPPED, every_verdict, mapped
from tests.unit.reports.written import attestation, check, end, framework, run, statement, write

SIZES = {"cis8": 153, "iso27001": 93, "soc2": 61}
"""How many controls the publishers have."""
STATES = {
    **{"1.1": "holds", "1.2": "failed", "1.3": "unknown", "1.4": "unknown", "1.5": "waived", "1.6": "not asked"},
    **{"1.7": "not asked", "1.8": "no check", "1.9": "no check", "1.10": "no check", "2.1": "attested"},
    **{"3.1": "unknown"},
}


def site(**changed: object) -> Environment:
    return environment().model_copy(update=changed)


def vouched(*names: str, until: str = "2030-01-31") -> Attestation:
    days = {"when": dt.date(2026, 1, 7), "until": dt.date.fromisoformat(until)}
    return Attestation.model_validate({"controls": names, "statement": "we looked at it", "who": "Ada", **days})


def test_the_frameworks_are_whole() -> None:
    found = {line.id: line for line in shipped(site())}
    assert {id: len(found[id].controls) for id in SIZES} == SIZES
    assert len(found["guide"].controls) == len(statements())
    assert found["guide"].controls["303"] == ("directory.pat.lifetime", "directory.pat.valid")
    assert found["guide"].controls["317"] == ()
    assert [*expanded("CC6.1..CC6.3"), *expanded("P1.1")] == ["CC6.1", "CC6.2", "CC6.3", "P1.1"]
    assert ranges(list(found["iso27001"].controls)) == ["5.1-5.37", "6.1-6.8", "7.1-7.14", "8.1-8.34"]


def test_a_framework_maps_only_what_it_has(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('title = "X"\ncontrols = ["1.1..1.3"]\n[checks]\n"1.4" = ["vault.seal.open"]\n')
    with pytest.raises(UserMistake, match=r"x.toml: there is no control 1.4; did you mean 1.3"):
        published(tmp_path)


def test_a_site_adds_to_a_framework_and_has_its_own() -> None:
    more = SiteControls(title=None, checks={"8.13": ("tables.database.present",)})
    own = SiteControls(title="House rules", checks={"H-1": ("vault.seal.open",), "H-2": ()})
    env = site(controls={"iso27001": more, "house": own}, attestations=(vouched("house:H-2"),))
    found = {line.id: line for line in frameworks(env)}
    assert found["iso27001"].controls["8.13"] == ("tables.database.present",)
    assert found["iso27001"].title == "ISO/IEC 27001:2022 Annex A"
    assert len(found["iso27001"].controls) == SIZES["iso27001"]
    assert found["house"].controls == own.checks
    assert "house:H-1" in of_checks(tuple(found.values()))["vault.seal.open"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"controls": {"iso27001": SiteControls(title=None, checks={"8.35": ()})}},
            "there is no control 8.35; did you",
        ),
        ({"controls": {"iso2701": SiteControls(title=None, checks={})}}, "no `title`; did you mean iso27001?"),
        ({"attestations": (vouched("iso27001:9.1"),)}, "attestation of Ada: there is no control iso27001:9.1"),
    ],
)
def test_what_names_nothing_is_a_mistake(changed: dict[str, object], said: str) -> None:
    with pytest.raises(UserMistake) as refused:
        frameworks(site(**changed))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("day", "verdict", "text"),
    [
        ("2026-01-07", "attested", "attested until 2030-01-31 by Ada on 2026-01-07: we looked at it"),
        ("2030-01-31", "attested", "attested until 2030-01-31"),
        (
            "2030-02-01",
            "unknown",
            "it counted until 2030-01-31; have it said anew (Ada on 2026-01-07: we looked at it)",
        ),
        ("2026-01-06", "unknown", "it is dated on a day to come"),
    ],
)
def test_an_attestation_counts_for_a_time(day: str, verdict: str, text: str) -> None:
    line = attestation_line(vouched("iso27001:5.18"), dt.date.fromisoformat(day))
    assert line.verdict == verdict
    assert text in line.text


def test_each_control_is_in_one_state() -> None:
    found = controls(Record(tuple(mapped())), MAPPED)
    assert {each.id: each.state for each in found} == STATES
    failed = found[1]
    assert (failed.held, failed.asked, [line.id for line in failed.red]) == (2, 3, [CAUSE])


def test_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = str(write(tmp_path / "r.jsonl", mapped()))
    assert main(["controls", record]) == 0
    said = capsys.readouterr().out
    assert "house: House rules\n  1 failed; 3 unknown; 1 waived; 1 holds; 1 attested; 2 not asked; 3 no check\n" in said
    assert f"  1.2  FAILED   2 of 3 hold; not {CAUSE}\n" in said
    assert "  1.3  UNKNOWN  0 of 1 hold; not vault.health.active[vault]\n" in said
    assert "  2.1  attested Ada: we looked at it\n" in said
    assert "  not asked: 1.6-1.7\n  no check: 1.8-1.10\n" in said
    assert max(map(len, said.splitlines())) <= WIDTH
    assert main(["controls", record, "--checks"]) == 0
    said = capsys.readouterr().out
    assert "vault.seal.open             failed  house:1.2\n" in said
    assert "containers.instance.running fixed   house:1.1, house:1.2\n" in said
    assert "proxy.site.served           off     no control\n" in said
    assert main(["controls", record, "--framework=hose"]) == 4
    assert "did you mean house?" in capsys.readouterr().err


def test_a_record_without_controls_is_told_by_those_of_the_suite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = str(write(tmp_path / "r.jsonl", every_verdict()))
    assert main(["controls", record]) == 0
    said = capsys.readouterr().out
    assert "the record names no controls" in said
    assert "iso27001: ISO/IEC 27001:2022 Annex A" in said
    assert max(map(len, said.splitlines())) <= WIDTH


def test_oscal() -> None:
    text = render("oscal", Record(tuple(mapped())))
    document = assessment(text)
    (result,) = document.results
    states = {each.target.target_id: each.target.status for each in result.findings}
    of_house = {id: status for id, status in states.items() if id.startswith("house-")}
    assert {id: status.remarks for id, status in of_house.items()} == {
        f"house-{id}": state for id, state in STATES.items() if state not in ("not asked", "no check")
    }
    satisfied = {id for id, status in of_house.items() if status.state.value == "satisfied"}
    assert satisfied == {"house-1.1", "house-2.1"}
    known = {each.uuid for each in result.observations}
    assert all(each.observation_uuid in known for finding in result.findings for each in finding.related_observations)
    selected = result.reviewed_controls.control_selections[1]
    assert [each.control_id for each in selected.include_controls] == list(of_house)
    seal = next(each for each in result.observations if each.title == CAUSE)
    assert {prop.name: prop.value for prop in seal.props}["controls"] == "house-1.2"
    assert [each.parts[0].prose for each in result.attestations] == ["we looked at it"] * 2
    (person,) = document.metadata.parties
    assert result.attestations[0].responsible_parties[0].party_uuids == [person.uuid]


def test_sites_and_shards_are_merged(tmp_path: Path) -> None:
    other = run().model_copy(update={"run": "20260103T030405-abcdef", "env": "prod"})
    changed = framework().model_copy(update={"controls": {"1.1": ("dns.zone.valid",), "H-9": ()}})
    one: list[AnyLine] = [run(), framework(), statement(), check(), attestation("house:1.2"), end({}, exit=0)]
    two: list[AnyLine] = [other, changed, statement(), check(), attestation("house:1.2"), end({}, exit=0)]
    files = [write(tmp_path / f"{number}.jsonl", lines) for number, lines in enumerate((one, two))]
    record = merged([source(each) for each in files])
    (line,) = record.frameworks
    assert line.controls["1.1"] == ("vault.seal.open", "vault.health.active", "dns.zone.valid")
    assert [*line.controls] == ["1.1", "1.2", "1.3", "2.1", "H-9"]
    assert [each.who for each in record.attestations] == ["lab/Ada", "prod/Ada"]


def test_what_does_not_count_is_in_every_output() -> None:
    gone = attestation("house:1.2", verdict="unknown").model_copy(update={"text": "it counted once"})
    record = Record((run(), statement(), check(), gone, end({"passed": 1})))
    for name in ("json", "terminal", "junit", "markdown", "csv", "tap", "nagios", "oscal"):
        said = "attestation: house:1.2 by Ada" if name == "nagios" else "it counted once"
        assert said in render(name, record), name
    assert 'gbo_attestation_until_timestamp_seconds{env="lab",id="house:1.2"' in render("prometheus", record)
    assert "lab is as declared, but an attestation does not count" in render("terminal", record)
