"""A Python that lacks what the suite needs is one sentence with what to type, whatever was started."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from fixtures import interpreter
from tests.unit.framework.project import ROOT, command, surroundings

WITHOUT = "import sys, runpy; sys.modules['filelock'] = None; sys.argv = sys.argv[1:]; "


@pytest.mark.parametrize("module", ["pytest", "lab", "fixers", "reports", "fixtures"])
def test_one_sentence(module: str) -> None:
    arguments = command("--env=lab", "--collect-only")[3:] if module == "pytest" else ["x"]
    program = f"{WITHOUT}runpy.run_module({module!r}, run_name='__main__', alter_sys=True)"
    done = subprocess.run(
        [sys.executable, "-c", program, module, *arguments],
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr == (
        f"ERROR: {sys.executable} lacks filelock, so the suite cannot run with it; "
        f"`make -C {ROOT} setup` puts all of it into {ROOT}/.venv\n"
    )


def test_another_python_is_sent_to_the_right_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "prefix", "/usr")
    monkeypatch.setattr(sys, "version_info", (3, 9))
    with pytest.raises(SystemExit) as end:
        interpreter.demand()
    assert end.value.code == 4
    assert capsys.readouterr().err == (
        f"ERROR: {sys.executable} lacks Python 3.11, so the suite cannot run with it; "
        f"use {ROOT}/.venv/bin/python or {ROOT}/.venv/bin/pytest\n"
    )


def test_what_is_looked_for_is_what_is_declared() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.split(r"[\[<>=~ ]", each, maxsplit=1)[0] for each in wanted} - {"pytest"}
    owners = packages_distributions()
    assert {name.lower() for package in interpreter.PACKAGES for name in owners[package]} == names


def test_what_is_printed_starts_this_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bin = tmp_path / "suite" / "bin"
    bin.mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (bin / "python").symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(bin / "python"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.chdir(tmp_path / "other")
    assert interpreter.typed("python") == str(bin / "python")
    monkeypatch.chdir(tmp_path / "suite")
    assert interpreter.typed("python") == "bin/python"
    monkeypatch.setenv("PATH", f"{bin}:/usr/bin")
    assert interpreter.typed("python") == "python"
