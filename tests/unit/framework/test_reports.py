"""Reports that a run writes itself: several at once, to standard output alone, and when it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import junitparser
import pytest

from reports.formats import FORMATS, render
from reports.record import read
from tests.unit.framework.project import REFUSING, command, lay, run, surroundings


def alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The run with its two outputs apart."""
    env = surroundings(XDG_STATE_HOME=str(folder / "state"))
    return subprocess.run(
        command(*arguments), cwd=folder, env=env, capture_output=True, text=True, timeout=60, check=False
    )


def test_every_format_at_once_is_what_the_record_gives(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False})
    wanted = [f"--report={name}:out.{name}" for name in FORMATS]
    ran = run(tmp_path, *wanted, "--record=r.jsonl", "--junit-xml=own.xml")
    assert ran.status == 1, ran.output
    record = read(tmp_path / "r.jsonl")
    for name in FORMATS:
        assert (tmp_path / f"out.{name}").read_bytes().decode() == render(name, record), name
    assert (tmp_path / "own.xml").read_text() == (tmp_path / "out.junit").read_text()


@pytest.mark.parametrize("workers", ["0", "2"])
def test_junit_xml_tells_our_verdicts(tmp_path: Path, workers: str) -> None:
    known = {
        "check": "meet.leaf.green",
        "subject": "dns",
        "why": "a known matter",
        "owner": "ops",
        "until": "2999-01-01",
    }
    lay(tmp_path, {"leaf": "brown"}, [known])
    (tmp_path / "test_more.py").write_text("def test_beside():\n    assert 1 == 2\n")
    run(tmp_path, "-n", workers, "--junit-xml=new/own.xml")
    xml = junitparser.JUnitXml.fromfile(str(tmp_path / "new/own.xml"))
    told = {case.name: case.result[0] for suite in xml for case in suite if case.result}
    waived = "waived until 2999-01-01 by ops, approved by nobody named: a known matter"
    assert told["meet.leaf.green[dns]"].message == waived
    kinds = {name: type(each).__name__ for name, each in told.items()}
    assert kinds == {
        "meet.leaf.green[dns]": "Skipped",
        "meet.leaf.green[alm]": "Failure",
        "meet.absent.here[meet]": "Skipped",
        "test_more.py::test_beside (call)": "Failure",
    }


@pytest.mark.parametrize("more", [(), ("-s",), ("-n", "2"), ("-vv", "--capture=sys"), ("--html=x.html",)])
def test_standard_output_is_the_report_alone(tmp_path: Path, more: tuple[str, ...]) -> None:
    lay(tmp_path, {"root": False})
    checks = tmp_path / "test_invented.py"
    loud = 'import os; print("NOISE"); os.system("echo NOISE")'
    text = checks.read_text().replace("    assert_matches(", f"    {loud}\n    assert_matches(")
    checks.write_text(f"{text}\n\n{loud}\n")
    done = alone(tmp_path, "--report=json:-", "--report=tap:out.tap", *more)
    assert done.returncode == 1, done.stderr
    document = json.loads(done.stdout)
    assert document["counts"] == {"failed": 1, "blocked": 2, "skipped": 1}
    assert "FAILED meet.root.up[meet]" in done.stderr, "the person reads on"
    assert (tmp_path / "out.tap").read_text().startswith("TAP version 13\n")


def test_a_program_goes_on_with_the_plan(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False}, remedies=REFUSING)
    done = alone(tmp_path, "--report=json:-", "--fix=plan")
    (repair,) = json.loads(done.stdout)["repairs"]
    assert (repair["check"], repair["remedy"], repair["state"]) == ("meet.root.up[meet]", "meet.raise", "refused")


def test_an_audit_report_that_cannot_be_written_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path, "--audit-report=nosuch/page.html", "--record=r.jsonl")
    assert ran.status == 4
    assert "--audit-report: nosuch/page.html cannot be written: there is no folder" in ran.output
    assert not (tmp_path / "r.jsonl").exists()


def test_standard_output_is_for_one(tmp_path: Path) -> None:
    lay(tmp_path, {})
    done = alone(tmp_path, "--report=json:-", "--report=tap:-")
    assert (done.returncode, done.stdout) == (4, "")
    assert "--report: - is the file of --report as well; name another" in done.stderr


def test_a_mistake_leaves_standard_output_empty(tmp_path: Path) -> None:
    lay(tmp_path, {})
    done = alone(tmp_path, "--report=json:-", "--target=nosuch")
    assert (done.returncode, done.stdout) == (4, "")
    assert "nosuch is no container of lab" in done.stderr


def test_nobody_reads_standard_output_any_more(tmp_path: Path) -> None:
    lay(tmp_path, {})
    reading, writing = os.pipe()
    os.close(reading)
    env = surroundings(XDG_STATE_HOME=str(tmp_path / "state"))
    done = subprocess.run(
        command("--report=json:-"),
        cwd=tmp_path,
        env=env,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 1
    assert "REPORT - IS NOT WRITTEN: Broken pipe" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_written_when_interrupted(tmp_path: Path, sent: signal.Signals) -> None:
    lay(tmp_path, {"root": True, "leaf": "die"})
    checks = tmp_path / "test_invented.py"
    checks.write_text(checks.read_text().replace("os._exit(9)", "__import__('time').sleep(60)"))
    outputs = (
        "--record=r.jsonl",
        "--junit-xml=out.xml",
        "--report=json:-",
        "--report=tap:out.tap",
        "--audit-report=page.html",
    )
    env = surroundings(XDG_STATE_HOME=str(tmp_path / "state"))
    with subprocess.Popen(
        command(*outputs), cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        deadline = time.monotonic() + 20
        while "meet.root.up" not in ((tmp_path / "r.jsonl").read_text() if (tmp_path / "r.jsonl").exists() else ""):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(sent)
        stdout, stderr = process.communicate(timeout=20)
    assert process.returncode == 2, stderr
    document = json.loads(stdout)
    assert (document["complete"], document["exit"], len(document["missing"])) == (False, 2, 2)
    assert "Bail out! 2 of 4 were not run" in (tmp_path / "out.tap").read_text()
    xml = junitparser.JUnitXml.fromfile(str(tmp_path / "out.xml"))
    assert xml.errors == 1
    page = (tmp_path / "page.html").read_text()
    assert page == render("audit", read(tmp_path / "r.jsonl"))
    assert "<span>Incomplete: no verdict</span></h1>" in page
    assert "2 tests have no answer" in page
