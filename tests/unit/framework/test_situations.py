"""What pytest's users do, and what goes wrong around a check: nothing red is lost, nothing unwanted is asked."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.unit.framework.project import STATE, Ran, command, lay, run, surroundings

ROOT, LEAVES = "meet.root.up[meet]", ("meet.leaf.green[dns]", "meet.leaf.green[alm]")

AROUND = {
    "an error in a fixture": (
        "\n@pytest.fixture(autouse=True)\ndef broken():\n    raise RuntimeError('the disk is full')\n",
        "RuntimeError: the disk is full",
    ),
    "an error after a check": (
        "\n@pytest.fixture(autouse=True)\ndef broken():\n    yield\n    raise RuntimeError('cannot clean up')\n",
        "RuntimeError: cannot clean up",
    ),
    "a fixture that there is not": ("\ndef test_more(host):\n    pass\n", "fixture 'host' not found"),
    "a syntax error": ("\ndef test_more(:\n    pass\n", "SyntaxError: invalid syntax"),
    "an import that fails": ("\nimport nosuch\n", "ModuleNotFoundError: No module named 'nosuch'"),
    "a plain test that fails": ("\ndef test_more():\n    assert [] == ['expected']\n", "assert [] == ['expected']"),
}


@pytest.mark.parametrize("what", AROUND)
def test_what_goes_wrong_around_checks_is_red_and_printed(tmp_path: Path, what: str) -> None:
    added, sentence = AROUND[what]
    lay(tmp_path, {})
    checks = tmp_path / "test_invented.py"
    checks.write_text(f"import pytest\n{checks.read_text()}{added}")
    ran = run(tmp_path, "--report=json:out.json", "--junitxml=out.xml")
    assert ran.status in (1, 2)
    assert sentence in ran.output
    assert "INTERNALERROR" not in ran.output
    assert sentence in json.dumps(json.loads((tmp_path / "out.json").read_text()), ensure_ascii=False)
    assert sentence.partition(" ")[0] in (tmp_path / "out.xml").read_text()


LATE = """

import signal


def pytest_runtest_call(item):
    def out_of_time(number, frame):
        pytest.fail("Timeout (>0.3s) from pytest-timeout.")

    signal.signal(signal.SIGALRM, out_of_time)
    signal.setitimer(signal.ITIMER_REAL, 0.3)


def pytest_runtest_teardown(item):
    signal.setitimer(signal.ITIMER_REAL, 0)
"""
"""What pytest-timeout does by its method `signal`."""


def hang(folder: Path, question: str = "leaf") -> None:
    checks = folder / "test_invented.py"
    asked = f'meet.ask("{question}")'
    checks.write_text(checks.read_text().replace(f"if {asked}", f"__import__('time').sleep(20)\n    if {asked}"))


def test_a_time_limit_of_a_plugin_is_red_printed_and_ends_the_run(tmp_path: Path) -> None:
    lay(tmp_path, {})
    hang(tmp_path)
    (tmp_path / "conftest.py").write_text((tmp_path / "conftest.py").read_text() + LATE)
    started = time.monotonic()
    ran = run(tmp_path, "-k", "leaf")
    assert ran.status == 1
    assert "Timeout (>0.3s)" in ran.output
    assert time.monotonic() - started < 15


@pytest.mark.parametrize("option", ["-x", "--maxfail=1"])
def test_the_first_red_one_ends_it(tmp_path: Path, option: str) -> None:
    lay(tmp_path, {"root": False})
    ran = run(tmp_path, option)
    assert ran.status in (1, 2)
    assert f"FAILED {ROOT}" in ran.output
    assert "INCOMPLETE" in ran.output
    assert ran.record[-1]["complete"] is False
    assert ran.verdicts == {ROOT: "failed"}


def test_ctrl_c_ends_it_at_once_and_keeps_the_record(tmp_path: Path) -> None:
    lay(tmp_path, {})
    hang(tmp_path)
    process = subprocess.Popen(
        command("--record=out.jsonl"),
        cwd=tmp_path,
        env=surroundings(XDG_STATE_HOME=str(tmp_path / STATE)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    record = tmp_path / "out.jsonl"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and not (record.exists() and ROOT in record.read_text()):
        time.sleep(0.05)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    interrupted = time.monotonic()
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 2, output
    assert time.monotonic() - interrupted < 5
    assert "INCOMPLETE" in output
    assert "Traceback" not in output
    lines = [json.loads(line) for line in record.read_text().splitlines()]
    assert lines[-1]["complete"] is False
    assert ROOT in [line.get("id") for line in lines]


def test_the_plan_of_a_session_asks_nothing(tmp_path: Path) -> None:
    for option in ("--setup-plan", "--setup-only", "--co"):
        folder = tmp_path / option.strip("-")
        folder.mkdir()
        lay(folder, {"root": False})
        ran = run(folder, option, "--fix")
        assert ran.status == 0, ran.output
        assert "test_root" in ran.output
        assert not (folder / "asked.txt").exists()
        assert not (folder / STATE).exists()


def test_the_last_failed_ones_again(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False})
    assert run(tmp_path).status == 1
    lay(tmp_path, {})
    ran = run(tmp_path, "--lf")
    assert ran.status == 0, ran.output
    assert ran.verdicts == dict.fromkeys((ROOT, *LEAVES), "passed")
    assert run(tmp_path, "--ff").verdicts[LEAVES[0]] == "passed"


def test_any_order_gives_the_same_verdicts(tmp_path: Path) -> None:
    lay(tmp_path, {"root": False})
    ordered = run(tmp_path).verdicts
    turned = "\n\n@pytest.hookimpl(trylast=True)\ndef pytest_collection_modifyitems(items):\n    items.reverse()\n"
    (tmp_path / "conftest.py").write_text((tmp_path / "conftest.py").read_text() + turned)
    reversed_ = run(tmp_path)
    assert ordered == reversed_.verdicts
    assert list(ordered) != list(reversed_.verdicts)
    assert f"FAILED {ROOT}" in reversed_.output
    assert reversed_.output.count("up: expected True, found False") == 1


@pytest.mark.parametrize(
    "output", ["--report=json:missing/out.json", "--html=/proc/x/out.html", "--junit-xml=/proc/x/out.xml"]
)
def test_a_folder_that_there_is_not_is_known_before_anything_is_asked(tmp_path: Path, output: str) -> None:
    lay(tmp_path, {})
    ran: Ran = run(tmp_path, output)
    assert ran.status == 4
    assert f"{output.partition('=')[2].removeprefix('json:')} cannot be written" in ran.output
    assert "Traceback" not in ran.output
    assert not (tmp_path / "asked.txt").exists()


def test_a_check_may_be_on_whole_containers(tmp_path: Path) -> None:
    """They hold tables of their own, so they have no hash."""
    lay(tmp_path, {"root": True, "leaf": "green"})
    checks = tmp_path / "test_invented.py"
    whole = checks.read_text().replace("each=lambda env: LEAVES", "each=lambda env: [env.containers['dns']]")
    checks.write_text(whole)
    ran = run(tmp_path, "-k", "meet.leaf")
    assert ran.status == 0, ran.output
