"""The record survives what kills a run, and says when a run is not whole."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from reports.record import read
from tests.unit.framework.project import STATE, command, lay, run, surroundings

SECRET = "hvs.canary-0123456789abcdef"


def test_the_json_report_is_the_record(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False})
    ran = run(tmp_path, "--report=json:out.json")
    report = json.loads((tmp_path / "out.json").read_text())
    assert report["counts"] == {"failed": 1, "blocked": 2, "skipped": 1}
    assert report["complete"] is True
    assert report["exit"] == ran.status == 1
    assert [check["id"] for check in report["checks"]] == list(ran.verdicts)
    assert report["checks"][1]["verdict"] == "skipped"
    assert report["checks"][1]["text"] == "there is none in the lab"
    assert report["checks"][0]["differences"] == [{"field": "up", "expected": "True", "found": "False"}]
    assert report["checks"][2]["root"]["id"] == "meet.root.up[meet]"


def test_an_unknown_format_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path, "--report=pdf:out.pdf")
    assert ran.status == 4
    assert "--report=pdf:out.pdf is not FORMAT:FILE; formats are json" in ran.output
    assert not (tmp_path / "state").exists()


def test_a_record_that_cannot_be_written_is_a_mistake(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path, "--record=answers.json/x.jsonl")
    assert ran.status == 4
    assert "cannot be written" in ran.output
    assert "Traceback" not in ran.output


def test_lines_are_there_after_a_kill(tmp_path: Path) -> None:
    lay(tmp_path, {})
    (tmp_path / "test_invented.py").write_text(
        (tmp_path / "test_invented.py").read_text().replace("os._exit(9)", "__import__('time').sleep(60)")
    )
    (tmp_path / "answers.json").write_text('{"root": true, "size": 3, "leaf": "die"}')
    process = subprocess.Popen(
        command("--record=killed.jsonl"),
        cwd=tmp_path,
        env=surroundings(),
        stdout=subprocess.DEVNULL,
    )
    record = tmp_path / "killed.jsonl"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and not (record.exists() and "meet.root.up" in record.read_text()):
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    found = read(record)
    assert [line.verdict for line in found.checks] == ["passed", "skipped"]
    assert len(found.collected) == 4
    assert not found.complete


def test_a_dead_worker_makes_the_run_incomplete(tmp_path: Path) -> None:
    lay(tmp_path, {"leaf": "die"})
    ran = run(tmp_path, "-n", "1", "--max-worker-restart=0")
    assert ran.status != 0
    end = ran.record[-1]
    assert end["complete"] is False
    assert end["missing"]
    assert f"INCOMPLETE: {len(end['missing'])} of 4 were not run:" in ran.output


def test_no_secret_in_any_output(tmp_path: Path) -> None:
    lay(tmp_path, {"leaf": f"secret:{SECRET}"})
    for workers in ("0", "2"):
        out = ("--html=out.html", "--self-contained-html", "--junitxml=out.xml", "--report=json:out.json")
        ran = run(tmp_path, "-n", workers, "-vv", *out)
        assert ran.status == 1
        texts = [ran.output, *((tmp_path / name).read_text() for name in ("out.html", "out.xml", "out.json"))]
        texts += [path.read_text() for path in (tmp_path / "state").rglob("*.jsonl")]
        for text in texts:
            assert SECRET not in text
        assert "the leaf is " in ran.output


@pytest.mark.parametrize("workers", ["0", "2"])
def test_no_secret_in_a_warning(tmp_path: Path, workers: str) -> None:
    lay(tmp_path, {})
    checks = tmp_path / "test_invented.py"
    warning = "\n\ndef test_warned():\n    import warnings\n    warnings.warn(register(SECRET) + ' is old')\n"
    head = f"from fixtures.masking import register\nSECRET = {SECRET[:9]!r} {SECRET[9:]!r}\n"
    checks.write_text(head + checks.read_text() + warning)
    ran = run(tmp_path, "-n", workers, "-vv", "-W", "default")
    assert "*** is old" in ran.output
    assert SECRET not in ran.output


def test_no_secret_in_a_failure_around_a_check(tmp_path: Path) -> None:
    lay(tmp_path, {})
    checks = tmp_path / "test_invented.py"
    broken = """
import pytest
from fixtures.masking import register

@pytest.fixture(autouse=True)
def broken():
    print(register("SECRET"))
    raise RuntimeError("with SECRET")
"""
    checks.write_text(checks.read_text() + broken.replace("SECRET", SECRET))
    checks.write_text(checks.read_text().replace(f'"{SECRET}"', f'"{SECRET[:9]}" "{SECRET[9:]}"'))
    ran = run(tmp_path, "--junitxml=out.xml", "--tb=short")
    assert ran.status == 1
    assert "RuntimeError" in (tmp_path / "out.xml").read_text()
    assert SECRET not in ran.output + (tmp_path / "out.xml").read_text()


def test_a_record_with_a_place_of_its_own_is_kept_as_well(tmp_path: Path) -> None:
    lay(tmp_path, {})
    assert run(tmp_path, "--record=r.jsonl").status == 0
    (kept,) = (tmp_path / STATE).glob("gbo-suite/lab/runs/*.jsonl")
    assert kept.read_bytes() == (tmp_path / "r.jsonl").read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    lay(tmp_path, {"root": False})
    run(tmp_path, "--record=r.jsonl", "--audit-report=page.html")
    earlier = read(tmp_path / "r.jsonl").earlier
    assert earlier is not None
    assert (earlier.run, earlier.broke[0]) == (kept.stem, "meet.root.up[meet]")


def test_where_none_can_be_kept_that_is_said(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path, "--record=r.jsonl", XDG_STATE_HOME=str(tmp_path / "answers.json"))
    assert ran.status == 0
    assert "later runs are not compared with it: no record can be kept in" in ran.output
