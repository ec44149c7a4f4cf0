"""Another environment on the same machine: another name, another instance, another port, and not a line of code."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import faults
from lab.components._common import await_answer
from lab.components.llm import COMPONENT
from lab.faults.containers.instance_renamed import AWAY
from lab.faults.edited import edited
from lab.faults.vault._hands import write, written
from lab.site import Lab
from reports.record import read
from tests.lab.suite import GREEN, ROOT

CHANGES = {
    'title = "Lab"': 'title = "Elsewhere"',
    'meet.address = "10.0.9.22"': f'meet.address = "10.0.9.22"\nmeet.instance = "{AWAY}"',
    'llm.address = "10.0.9.15"': 'llm.address = "10.0.9.15"\nllm.listeners."8081".port = 8090',
}
moved, moved_back = edited(
    "llm",
    "/etc/systemd/system/llama.service",
    "s/--port 8081/--port 8090/",
    "systemctl daemon-reload; systemctl restart llama",
)
LLM = "gbo/llm"


@pytest.fixture
def moved_lab(lab: Lab) -> Iterator[None]:
    """LiveKit's instance has another name, and llama.cpp another port, of which BotServer is told by Vault."""
    told = written(lab, LLM)
    try:
        faults.inject(lab, "containers.instance_renamed")
        lab.incus.change_state(AWAY, "start")
        moved(lab)
        write(lab, LLM, {**told, **{name: told[name].replace("8081", "8090") for name in ("port", "url")}})
        yield
    finally:
        write(lab, LLM, told)
        moved_back(lab)
        await_answer(lambda: COMPONENT.ready(lab, lab.node("llm")) if COMPONENT.ready else None)
        if AWAY in lab.incus.instances():
            lab.incus.change_state(AWAY, "stop", force=True)
        faults.heal(lab, "containers.instance_renamed")


def test_an_overlay_is_all_that_another_environment_takes(moved_lab: None, tmp_path: Path) -> None:
    suite = tmp_path / "suite"
    shutil.copytree(ROOT, suite, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__"))
    text = (ROOT / "environments/lab.toml").read_text("utf-8")
    for old, new in CHANGES.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (suite / "environments/elsewhere.toml").write_text(text, "utf-8")
    asked = [sys.executable, "-m", "pytest", "--env=elsewhere", f"--record={tmp_path / 'record'}", "--wait=60s"]
    done = subprocess.run(asked, cwd=suite, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    record = read(tmp_path / "record")
    assert record.run.env == "elsewhere"
    assert {each.verdict for each in record.checks} <= GREEN
    assert "containers.port.answers[llm:8090]" in record.outcomes
