"""Nothing red is invisible: what goes wrong around the checks is printed with its text and red in every output."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.unit.framework.project import Ran, lay, run

SECRET = "hvs.canary-0123456789abcdef"
OUT = ("--junitxml=out.xml", "--report=json:out.json")
AROUND = f"""
import signal
import pytest
from fixtures.masking import register

KNOWN = register("{SECRET[:9]}" "{SECRET[9:]}")


@pytest.fixture(autouse=True)
def around(request):
    if "root" in request.node.name:
        raise RuntimeError("before it: " + KNOWN)
    yield
    if "absent" not in request.node.name and "dns" in request.node.name:
        raise RuntimeError("after it: " + KNOWN)
"""
LATE = """

def _over(signal, frame):
    pytest.fail("Timeout >0.3s")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    import signal
    signal.signal(signal.SIGALRM, _over)
    if "alm" in item.name:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
"""
"""What pytest-timeout does by its method `signal`."""
PLAIN = "def test_beside():\n    assert 1 == 2\n"


def shown(ran: Ran, folder: Path, test: str, phase: str, text: str) -> None:
    """It is on the terminal with its text, in the record, in the JSON with a count, and red."""
    assert f"ERROR {test}  ({phase})\n" in ran.output, ran.output
    assert text in ran.output
    errors = [line for line in ran.record if line["kind"] == "error"]
    document = json.loads((folder / "out.json").read_text())
    for found in (errors, document["errors"]):
        assert any((each["test"], each["phase"]) == (test, phase) and text in each["text"] for each in found)
    assert document["counts"]["error"] == len(errors)
    assert ran.status != 0
    assert ran.record[-1]["counts"]["error"] == len(errors)


def test_around_and_beside_the_checks(tmp_path: Path) -> None:
    lay(tmp_path, {})
    checks = tmp_path / "test_invented.py"
    checks.write_text(checks.read_text().replace('if meet.ask("leaf") == "die":', LEAF_WAITS) + AROUND)
    (tmp_path / "conftest.py").write_text((tmp_path / "conftest.py").read_text() + LATE)
    (tmp_path / "test_more.py").write_text(PLAIN)
    ran = run(tmp_path, *OUT)
    shown(ran, tmp_path, "test_invented.py::test_root[meet]", "setup", "RuntimeError: before it: ***")
    shown(ran, tmp_path, "test_invented.py::test_leaf[dns]", "teardown", "RuntimeError: after it: ***")
    shown(ran, tmp_path, "test_invented.py::test_leaf[alm]", "call", "Failed: Timeout >0.3s")
    shown(ran, tmp_path, "test_more.py::test_beside", "call", "assert 1 == 2")
    assert "this function has no @check" in ran.output
    assert "no verdict, something went wrong around the checks" in ran.output
    junit = (tmp_path / "out.xml").read_text()
    assert {each.tag for each in ET.fromstring(junit).iter() if each.tag in ("error", "failure")} == {
        "error",
        "failure",
    }
    for text in (ran.output, junit, (tmp_path / "out.json").read_text(), json.dumps(ran.record)):
        assert SECRET not in text


LEAF_WAITS = """if expected.container == "alm":
        import time
        time.sleep(1.5)
    if meet.ask("leaf") == "die":"""

CANNOT = {
    "import": ("import nosuch\n", "No module named 'nosuch'"),
    "syntax": ("def x(:\n", "SyntaxError: invalid syntax"),
    "secret": (f"from fixtures.masking import register\n1 / len(register('{SECRET}')[99:])\n", "ZeroDivisionError"),
}


@pytest.mark.parametrize("workers", ["0", "2"])
def test_files_that_cannot_be_collected(tmp_path: Path, workers: str) -> None:
    lay(tmp_path, {})
    for name, (content, _) in CANNOT.items():
        (tmp_path / f"test_{name}.py").write_text(content.replace(SECRET, f"{SECRET[:9]}' '{SECRET[9:]}"))
    ran = run(tmp_path, "-n", workers, *OUT, "--continue-on-collection-errors")
    for name, (_, text) in CANNOT.items():
        shown(ran, tmp_path, f"test_{name}.py", "collect", text)
    assert SECRET not in ran.output
    assert json.loads((tmp_path / "out.json").read_text())["complete"] is False
    assert "INCOMPLETE: 0 of 4 were not run: what could not be collected is not known" in ran.output
    assert "ERROR test_import.py  (collect): ModuleNotFoundError: No module named 'nosuch'" in ran.output


def test_pytest_itself_dies(tmp_path: Path) -> None:
    lay(tmp_path, {"root": f"secret:{SECRET}"})
    dies = """

@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    yield
    raise RuntimeError("while " + "hvs.canary-" + "0123456789abcdef")
"""
    (tmp_path / "conftest.py").write_text((tmp_path / "conftest.py").read_text() + dies)
    ran = run(tmp_path, "--report=json:out.json")
    assert ran.status == 3
    assert "ERROR of pytest itself  (internal)\n" in ran.output
    assert "RuntimeError: while ***" in ran.output
    assert SECRET not in ran.output
    assert "INCOMPLETE: 3 of 4 were not run: " in ran.output
    (error,) = json.loads((tmp_path / "out.json").read_text())["errors"]
    assert (error["test"], error["phase"]) == ("", "internal")


def test_a_dead_worker_is_named(tmp_path: Path) -> None:
    lay(tmp_path, {"leaf": "die"})
    ran = run(tmp_path, "-n", "1", "--max-worker-restart=0", *OUT)
    shown(ran, tmp_path, "test_invented.py::test_leaf[dns]", "worker", "crashed while running")
    assert ran.record[-1]["complete"] is False


def test_another_parameter_beside_the_checks(tmp_path: Path) -> None:
    lay(tmp_path, {})
    plain = "import pytest\n@pytest.mark.parametrize('host', ['a'])\ndef test_x(host):\n    assert host == 'b'\n"
    (tmp_path / "test_more.py").write_text(plain)
    ran = run(tmp_path, *OUT)
    assert "INTERNALERROR" not in ran.output
    shown(ran, tmp_path, "test_more.py::test_x[a]", "call", "this function has no @check")


UNWRITABLE = {
    "--report": (
        ("--report=json:missing/out.json",),
        "--report: missing/out.json cannot be written: there is no folder",
    ),
    "--record": (("--record=missing/r.jsonl",), "--record: missing/r.jsonl cannot be written: there is no folder"),
    "--html": (("--html=/proc/x.html",), "--html: /proc/x.html cannot be written"),
    "--junit-xml": (("--junit-xml=/proc/x.xml",), "--junit-xml: /proc/x.xml cannot be written"),
    "a folder": (("--report=json:.",), "--report: . cannot be written: Is a directory"),
    "one for two": (("--report=json:x", "--record=x"), "--report: x is the file of --record as well; name another"),
}


@pytest.mark.parametrize("name", UNWRITABLE)
def test_an_output_that_cannot_be_written_is_said_before_anything_is_asked(tmp_path: Path, name: str) -> None:
    arguments, sentence = UNWRITABLE[name]
    lay(tmp_path, {"root": [True, False]})
    before = (tmp_path / "answers.json").read_text()
    ran = run(tmp_path, *arguments)
    assert ran.status == 4
    assert sentence in ran.output
    assert "Traceback" not in ran.output
    assert (tmp_path / "answers.json").read_text() == before, "something was asked"
    assert not list(tmp_path.rglob("*.jsonl"))


def test_a_report_that_cannot_be_written_any_more(tmp_path: Path) -> None:
    lay(tmp_path, {})
    ran = run(tmp_path, "--report=json:/dev/full")
    assert ran.status == 1
    assert "REPORT /dev/full IS NOT WRITTEN: No space left on device" in ran.output
    assert "Traceback" not in ran.output


def test_outputs_that_are_made_leave_no_trace_of_the_proof(tmp_path: Path) -> None:
    lay(tmp_path, {})
    (tmp_path / "kept.json").write_text("old")
    os.mkfifo(tmp_path / "pipe")
    ran = run(tmp_path, "--report=json:kept.json", "--report=pdf:x")
    assert ran.status == 4
    assert (tmp_path / "kept.json").read_text() == "old"
    assert run(tmp_path, "--report=json:pipe").status == 4
