"""The README's five steps to a new check, executed as they stand in a clone: it is red where it should be."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from lab import faults
from lab.site import Lab

ROOT = Path(__file__).resolve().parents[2]
STEP = re.compile(r"^(\d)\. ", re.MULTILINE)
CODE = re.compile(r"(?:^ {8}.*\n|^\n(?= {8}))+", re.MULTILINE)
CHECK = ("reports", "expectations", "framework", "lab/test_proof.py", "lab/test_faults.py")
"""What of `make check` a new check can fail, beside lint."""


def steps() -> list[str]:
    """The commands of each step."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.partition("\n## Add a check\n")[2].partition("\n## ")[0]
    _, *parts = STEP.split(section)
    assert parts[::2] == ["1", "2", "3", "4", "5"]
    return ["\n".join(re.sub("^ {8}", "", code, flags=re.M) for code in CODE.findall(part)) for part in parts[1::2]]


def clone(folder: Path) -> Path:
    """What is tracked or would be, as it lies here: a change that is not committed is tried as well."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file() and name != ".venv":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    for command in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def typed(folder: Path, commands: str) -> str:
    """Run the commands of a step there; returns what they said."""
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", commands],
        cwd=folder,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_five_steps_make_a_check(lab: Lab, tmp_path: Path) -> None:
    folder = clone(tmp_path)
    *before, proving = steps()
    try:
        for step in before:
            typed(folder, step)
        said = typed(folder, proving)
    finally:
        lab.node("meet").run("chmod", "600", "/opt/gbo/conf/livekit.yaml")
        lab.state.write("faults", " ".join(each for each in faults.active(lab) if each in faults.faults()))
    assert "1 passed" in said
    assert "lint of the suite: 0 problems" in said
    assert "| meet.config_readable | " in (folder / "docs/proof.md").read_text("utf-8")
    assert "### meet.config.protected\n" in (folder / "docs/checks.md").read_text("utf-8")
    typed(folder, "ruff check -q . && ruff format -q --check . && mypy")
    asked = " ".join(f"tests/unit/{each}" for each in CHECK)
    typed(folder, f"pytest -q -p no:cacheprovider -m 'not process and not slow' {asked}")
