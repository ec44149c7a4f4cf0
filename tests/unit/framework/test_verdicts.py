"""Every verdict, as a person sees it, as the record holds it, and in the exit code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.framework.project import REFUSING, lay, run

ABSENT = {"meet.absent.here[meet]": "skipped"}
ROOT, LEAVES = "meet.root.up[meet]", ("meet.leaf.green[dns]", "meet.leaf.green[alm]")
UNAPPROVED = "EXEMPTION of meet.root.up[meet] by operations, approved by nobody named"
UNTIL = "2999-01-01"


WALKED = """

import logging


class Growing(dict):
    def values(self):
        raise RuntimeError("dictionary changed size during iteration")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    logging.Logger.manager.loggerDict = Growing(logging.Logger.manager.loggerDict)
"""
"""What pytest's log capture meets when a client that is imported in a thread makes loggers."""


def exemption(subject: str = "meet", until: str = UNTIL, check: str = "meet.root.up") -> dict[str, str]:
    return {"check": check, "subject": subject, "why": "a known matter", "owner": "operations", "until": until}


def test_all_green(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path)
    assert ran.status == 0, ran.output
    assert "3 passed, 1 skipped" in ran.output
    assert ran.record[-1]["complete"] is True


def test_loggers_that_come_while_a_check_begins_are_no_error(tmp_path: Path) -> None:
    lay(tmp_path, {})
    (tmp_path / "conftest.py").write_text((tmp_path / "conftest.py").read_text() + WALKED)
    ran = run(tmp_path)
    assert ran.status == 0, ran.output
    assert "3 passed, 1 skipped" in ran.output


def test_one_cause_is_one_red_line(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False, "size": 2}, remedies=REFUSING)
    ran = run(tmp_path)
    assert ran.status == 1
    assert ran.verdicts == {ROOT: "failed", **dict.fromkeys(LEAVES, "blocked"), **ABSENT}
    assert "1 failed, 2 blocked, 1 skipped" in ran.output
    printed = ran.output.partition("FAILED meet.root.up")[2]
    assert printed.startswith("[meet]  (critical)\n  meet is not as declared\n    up: expected True, found False\n")
    assert "    size: expected 3, found 2\n    (a remark)\n  why: everything stands on it.\n" in printed
    assert "pytest --env=lab --fix=plan -k 'meet.root.up[meet]'" in printed
    assert "BLOCKED 2 by meet.root.up[meet]: meet.leaf.green[dns], meet.leaf.green[alm]" in printed
    assert "Traceback" not in ran.output


def test_a_remedy_that_is_not_written_is_not_promised(tmp_path: Path) -> None:
    planned = 'from fixers.planned import PLANNED\nPLANNED["meet.raise_root"] = ("meet.root.up",)\n'
    lay(tmp_path, {"root": False}, remedies=planned)
    ran = run(tmp_path)
    assert "remedy: meet.raise_root is not written yet, so --fix leaves this to you" in ran.output


def test_a_red_line_offers_what_fits_the_finding(tmp_path: Path) -> None:
    fits = REFUSING.replace('right="r"', 'right="r", when=lambda finding: "size" in finding.found')
    lay(tmp_path, {"root": False}, remedies=fits)
    assert "remedy:" not in run(tmp_path).output, "it is for another finding of this check"
    (tmp_path / "answers.json").write_text('{"root": true, "size": 2, "leaf": "green"}')
    for selected in ("meet.root.up", "meet.leaf.green[dns]"):
        assert "remedy: meet.raise\n" in run(tmp_path, "-k", selected).output


def test_could_not_ask_is_never_a_pass(tmp_path: Path) -> None:
    lay(tmp_path, {"leaf": "unavailable:nobody answered within 5 s"})
    ran = run(tmp_path)
    assert ran.status == 1
    assert set(ran.verdicts.values()) == {"passed", "unknown", "skipped"}
    assert "2 unknown" in ran.output
    assert "could not ask leaf: nobody answered within 5 s" in ran.output


def test_an_unselected_cause_is_asked_and_named(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False})
    ran = run(tmp_path, "-k", "meet.leaf.green")
    assert ran.status == 1
    assert set(ran.verdicts.values()) == {"blocked"}
    assert "FAILED meet.root.up[meet]  (not selected, asked because others need it)" in ran.output
    assert "up: expected True, found False" in ran.output


def test_a_bug_in_a_check_is_unknown(tmp_path: Path) -> None:
    lay(tmp_path, {})
    (tmp_path / "answers.json").write_text('{"root": true, "size": 3}')
    ran = run(tmp_path)
    assert ran.verdicts[LEAVES[0]] == "unknown"
    assert "the check itself is broken, please report it" in ran.output


def test_selection_by_container_and_by_mark(tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert set(run(tmp_path, "--target=dns").verdicts) == {LEAVES[0]}
    assert set(run(tmp_path, "-m", "smoke and meet").verdicts) == {ROOT}
    wrong = run(tmp_path, "--target=nosuch")
    assert wrong.status == 4
    assert "nosuch is no container of lab; there are alm, " in wrong.output


@pytest.mark.parametrize("workers", ["0", "2"])
def test_waived_until_its_day(tmp_path: Path, workers: str) -> None:
    lay(tmp_path, {"root": False}, [exemption()])
    ran = run(tmp_path, "-n", workers)
    assert ran.status == 0, ran.output
    assert ran.verdicts[ROOT] == "waived"
    assert ran.verdicts[LEAVES[0]] == "passed"
    assert "waived until 2999-01-01 by operations, approved by nobody named: a known matter" in ran.output


def test_an_expired_exemption_is_red(tmp_path: Path) -> None:
    lay(tmp_path, {}, [exemption(until="2020-01-01")])
    ran = run(tmp_path)
    assert ran.status == 1
    assert f"{UNAPPROVED}, ended on 2020-01-01: end what it accepts" in ran.output
    assert "lab is as declared, but an exemption has ended" in ran.output


def test_an_unused_exemption_is_said(tmp_path: Path) -> None:
    lay(tmp_path, {}, [exemption()])
    ran = run(tmp_path)
    assert ran.status == 0
    assert f"{UNAPPROVED}, is not used: it holds; until 2999-01-01" in ran.output
    line = next(line for line in ran.record if line["kind"] == "exemption")
    assert (line["state"], line["owner"], line["why"]) == ("not needed", "operations", "a known matter")


def test_what_was_selected_is_in_the_record_also_from_the_environment(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path, "-m", "smoke", PYTEST_ADDOPTS="-k 'root or leaf'")
    assert ran.record[0]["selected"] == ["-k", "root or leaf", "-m", "smoke"]


def test_who_approved_an_exemption_is_said(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False}, [{**exemption(), "approved_by": "Ada", "from": "2020-01-01"}])
    ran = run(tmp_path)
    assert ran.status == 0
    assert "waived until 2999-01-01 by operations, approved by Ada: a known matter" in ran.output
    line = next(line for line in ran.record if line["kind"] == "exemption")
    assert (line["approved_by"], line["begins"]) == ("Ada", "2020-01-01")


def test_an_exemption_that_has_not_begun_accepts_nothing(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False}, [{**exemption(), "from": "2998-12-31"}])
    ran = run(tmp_path)
    assert ran.status == 1
    assert ran.verdicts[ROOT] == "failed"
    assert next(line for line in ran.record if line["kind"] == "exemption")["state"] == "not begun"
    lay(tmp_path, {}, [{**exemption(), "from": "2998-12-31"}])
    ran = run(tmp_path)
    assert ran.status == 0
    assert "EXEMPTION" not in ran.output


def vouched(*controls: str, until: str = UNTIL) -> dict[str, Any]:
    statement = {"statement": "we looked at it", "who": "Ada", "when": "2020-01-01", "until": until}
    return {"controls": controls, **statement}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_somebody_vouches_for_is_in_the_record(tmp_path: Path, workers: str) -> None:
    lay(tmp_path, {}, attestations=[vouched("iso27001:5.18")])
    ran = run(tmp_path, "-n", workers)
    assert ran.status == 0, ran.output
    assert [line["id"] for line in ran.record if line["kind"] == "framework"] == ["cis8", "guide", "iso27001", "soc2"]
    (line,) = (line for line in ran.record if line["kind"] == "attestation")
    assert (line["verdict"], line["who"], line["controls"]) == ("attested", "Ada", ["iso27001:5.18"])


def test_an_attestation_whose_time_is_over_is_unknown_and_red(tmp_path: Path) -> None:
    lay(tmp_path, {}, attestations=[vouched("iso27001:5.18", until="2020-12-31")])
    ran = run(tmp_path)
    assert ran.status == 1
    (line,) = (line for line in ran.record if line["kind"] == "attestation")
    assert line["verdict"] == "unknown"
    assert "ATTESTATION of iso27001:5.18 is unknown: it counted until 2020-12-31; have it said anew" in ran.output
    assert "lab is as declared, but an attestation does not count" in ran.output


def test_an_attestation_of_no_control_is_a_mistake(tmp_path: Path) -> None:
    lay(tmp_path, {}, attestations=[vouched("iso27001:9.99")])
    ran = run(tmp_path)
    assert ran.status == 4
    assert "the attestation of Ada: there is no control iso27001:9.99; did you mean" in ran.output


def test_an_exemption_of_nothing_is_a_mistake(tmp_path: Path) -> None:
    lay(tmp_path, {}, [exemption("nosuch")])
    ran = run(tmp_path)
    assert ran.status == 4
    assert "an exemption stands for nothing: meet.root.up is not asked of 'nosuch' in lab; it is of meet" in ran.output


def test_a_late_pass_is_flaky(tmp_path: Path) -> None:
    lay(tmp_path, {"root": [False, True]})
    ran = run(tmp_path, "--wait=10s")
    assert ran.status == 0, ran.output
    assert ran.verdicts[ROOT] == "flaky"
    assert "FLAKY meet.root.up[meet]: held only at attempt 2" in ran.output
    wrong = run(tmp_path, "--wait=soon")
    assert (wrong.status, "write 90, 120s or 2m" in wrong.output) == (4, True)


def test_what_is_still_red_after_waiting_is_said_as_it_is_then(tmp_path: Path) -> None:
    lay(tmp_path, {"root": [False, False, True], "leaf": "brown"}, remedies=REFUSING)
    ran = run(tmp_path, "-k", "meet.leaf.green[dns]", "--wait=2s", "--fix=plan", XDG_STATE_HOME=str(tmp_path))
    assert ran.status == 1, ran.output
    assert ran.verdicts == {"meet.leaf.green[dns]": "failed"}
    assert "the leaf is brown" in ran.output
    assert "meet.raise" not in ran.output, "a remedy of what is green again"


@pytest.mark.parametrize("answers", [{}, {"root": False}, {"leaf": "unavailable:x"}])
def test_workers_reach_the_same_verdicts(tmp_path: Path, answers: dict[str, object]) -> None:
    lay(tmp_path, answers)
    alone, together = run(tmp_path), run(tmp_path, "-n", "2")
    assert alone.verdicts == together.verdicts
    assert alone.status == together.status


@pytest.mark.parametrize("word", ["pytest.fail('no')", "pytest.skip('no')", "raise SystemExit(3)", "expected.nosuch"])
def test_whatever_a_check_does_is_one_red_line(tmp_path: Path, word: str) -> None:
    lay(tmp_path, {})
    checks = tmp_path / "test_invented.py"
    broken = checks.read_text().replace('assert meet.ask("leaf") ==', f'{word}\n    assert meet.ask("leaf") ==')
    checks.write_text(f"import pytest\n{broken}")
    ran = run(tmp_path)
    assert ran.status == 1
    assert {ran.verdicts[leaf] for leaf in LEAVES} == {"unknown"}
    assert ran.output.count("the check itself is broken, please report it:") == 2
    assert ran.record[-1]["complete"] is True


def test_prerequisites_that_cannot_be_made_are_one_sentence(tmp_path: Path) -> None:
    lay(tmp_path, {})
    checks = tmp_path / "test_invented.py"
    checks.write_text(checks.read_text().replace('yield "meet.root.up[meet]"', "yield next(iter(()))"))
    ran = run(tmp_path, "-p", "no:randomly")
    assert ran.status == 4
    assert "meet.leaf.green[dns] needs what is not declared: RuntimeError" in ran.output


@pytest.mark.parametrize("file", ["test_invented.py", "test_more.py"])
def test_two_checks_with_one_id_are_refused_with_both_places(tmp_path: Path, file: str) -> None:
    lay(tmp_path, {})
    checks = (tmp_path / "test_invented.py").read_text()
    again = checks.replace("def test_", "def test_again_")
    (tmp_path / file).write_text(checks + again if file == "test_invented.py" else again)
    ran = run(tmp_path)
    assert ran.status not in (0, 1)
    assert "meet.root.up is defined twice, in " in ran.output
    assert f"{file}:" in ran.output


def test_what_goes_wrong_around_a_check_is_printed(tmp_path: Path) -> None:
    lay(tmp_path, {})
    (tmp_path / "test_more.py").write_text("import nosuch\n")
    ran = run(tmp_path)
    assert ran.status == 2
    assert "ERROR test_more.py" in ran.output
    assert "No module named 'nosuch'" in ran.output


def test_what_could_not_be_asked_offers_no_fix(tmp_path: Path) -> None:
    lay(tmp_path, {"leaf": "unavailable:nobody answered"})
    ran = run(tmp_path)
    assert "UNKNOWN meet.leaf.green[dns]  (low)" in ran.output
    assert "fix: water it" not in ran.output
    lay(tmp_path, {"leaf": "brown"})
    assert "fix: water it" in run(tmp_path).output


def test_the_same_of_many_things_is_one_block(tmp_path: Path) -> None:
    lay(tmp_path, {"leaf": "brown"})
    checks = tmp_path / "test_invented.py"
    many = """class Leaf(Subject):
    name: str

    @property
    def id(self):
        return self.name


LEAVES = [Leaf(container="dns", name=name) for name in "ab"]
"""
    checks.write_text(checks.read_text().replace('LEAVES = [Subject(container="dns"), Subject(container="alm")]', many))
    ran = run(tmp_path)
    block = "FAILED meet.leaf.green[a]  (low)\nFAILED meet.leaf.green[b]  (low)\n  the same of 2 things, told of"
    assert block in ran.output
    assert ran.output.count("the leaf is brown") == 1


def test_a_red_line_names_what_declared_it(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False})
    checks = tmp_path / "test_invented.py"
    real = checks.read_text().replace("each=lambda env: ROOT", "each=lambda env: [env.meet.servers['meet']]")
    checks.write_text(real)
    ran = run(tmp_path, "--junitxml=out.xml")
    declared = next(line["declared"] for line in ran.record if line.get("verdict") == "failed")
    assert declared.startswith("environments/lab.toml:")
    assert declared.endswith("(meet.servers.meet)")
    assert f"  declared: {declared}\n" in ran.output
    assert declared in (tmp_path / "out.xml").read_text()


def test_a_waiver_carries_what_stands_on_it(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False, "leaf": "brown"}, [exemption()])
    ran = run(tmp_path)
    assert ran.status == 0, ran.output
    assert {ran.verdicts[leaf] for leaf in LEAVES} == {"waived"}
    assert "waived with what it stands on: meet.root.up[meet]" in ran.output


def test_an_exemption_of_what_is_unknown_is_not_called_unused(tmp_path: Path) -> None:
    lay(tmp_path, {"root": "unavailable:no answer"}, [exemption()])
    ran = run(tmp_path)
    assert ran.verdicts[ROOT] == "unknown"
    assert "is not used" not in ran.output
