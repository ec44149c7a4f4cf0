"""What is not asked says so with its reason, in every output, and is no pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.framework.project import EMPTY, lay, run

ROOT, LEAF = "meet.root.up[meet]", "meet.leaf.green[dns]"
WHY = "the root is raised by another team"
NOTHING = "meet.nothing.there[nothing]"
OUT = ("--html=out.html", "--self-contained-html", "--junitxml=out.xml", "--report=json:out.json", "-rs")


@pytest.mark.parametrize("how", [(), ("-m", "smoke"), ("-n", "2"), ("--target=meet",)])
def test_a_check_with_nothing_declared_says_so(tmp_path: Path, how: tuple[str, ...]) -> None:
    lay(tmp_path, {})
    checks = tmp_path / "test_invented.py"
    checks.write_text(checks.read_text() + EMPTY)
    ran = run(tmp_path, *how, *OUT)
    assert ran.status == 0, ran.output
    assert ran.verdicts[NOTHING] == "empty"
    assert "1 empty" in ran.output
    said = "asked of nothing: [checks] is empty"
    assert f"EMPTY 1 meet.nothing.there: {said}" in ran.output
    assert ran.output.count("passed,") == 1
    for name in ("out.html", "out.xml", "out.json"):
        assert said in (tmp_path / name).read_text(), name
    assert ran.record[-1]["complete"] is True


@pytest.mark.parametrize("key", ["meet.root.up", ROOT])
@pytest.mark.parametrize("workers", ["0", "2"])
def test_switched_off_by_the_site(tmp_path: Path, key: str, workers: str) -> None:
    lay(tmp_path, {"root": False}, rules={key: {"applies": False, "why": WHY}})
    ran = run(tmp_path, "-n", workers, *OUT)
    assert ran.status == 0, ran.output
    assert ran.verdicts[ROOT] == "off"
    assert ran.verdicts[LEAF] == "passed"
    assert f"OFF 1 meet.root.up: switched off here: {WHY}" in ran.output
    assert "1 off" in ran.output
    for name in ("out.html", "out.xml", "out.json"):
        assert WHY in (tmp_path / name).read_text(), name


@pytest.mark.parametrize("up", [True, False])
def test_another_severity(tmp_path: Path, up: bool) -> None:
    lay(tmp_path, {"root": up}, rules={"meet.root.up": {"severity": "low", "why": WHY}})
    ran = run(tmp_path, *OUT)
    note = f"severity low here instead of critical: {WHY}"
    assert note in ran.output
    assert (f"FAILED {ROOT}  (low)" in ran.output) is not up
    line = next(line for line in ran.record if line.get("id") == ROOT)
    assert (line["severity"], line["notes"]) == ("low", [note])
    for name in ("out.html", "out.json"):
        assert WHY in (tmp_path / name).read_text(), name


def test_of_one_thing_only(tmp_path: Path) -> None:
    rules = {"meet.leaf.green": {"severity": "high", "why": WHY}, LEAF: {"applies": False, "why": WHY}}
    lay(tmp_path, {"leaf": "brown"}, rules=rules)
    ran = run(tmp_path)
    assert ran.verdicts[LEAF] == "off"
    assert "FAILED meet.leaf.green[alm]  (high)" in ran.output


def test_the_reason_of_every_skip(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path, *OUT)
    reason = "there is none in the lab"
    assert f"SKIPPED 1 meet.absent.here: {reason}" in ran.output
    for name in ("out.html", "out.xml", "out.json"):
        assert reason in (tmp_path / name).read_text(), name


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_the_access_cannot_ask_is_skipped_and_blocks_nothing(tmp_path: Path, workers: str) -> None:
    reason = "access of kind remote carries no datagrams"
    lay(tmp_path, {"root": f"beyond:{reason}"})
    ran = run(tmp_path, "-n", workers, *OUT)
    assert ran.status == 0, ran.output
    assert (ran.verdicts[ROOT], ran.verdicts[LEAF]) == ("skipped", "passed")
    assert f"SKIPPED 1 meet.root.up: {reason}" in ran.output
    assert "2 passed, 2 skipped" in ran.output
    for name in ("out.html", "out.xml", "out.json"):
        assert reason in (tmp_path / name).read_text(), name
