"""The lab's life: it does nothing where it stands, comes back after a kill of everything, and leaves without a trace.

The last of the lab's tests, for they take it down; they leave it up.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks import light
from lab.instances.incus import Incus
from lab.site import Lab
from tests.lab.suite import ROOT, ask

UP_AGAIN = 3.0
AFTER_A_KILL = 60.0


def run(*verb: str) -> tuple[float, str]:
    """`python -m lab VERB`; seconds and output."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "lab", *verb], cwd=ROOT, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return time.monotonic() - started, done.stdout


def ours() -> list[int]:
    """The lab's processes: the containers' and the daemon that `lab up` started."""
    daemon = Lab.open().state.read("host/daemon")
    found = [int(daemon)] if daemon and daemon.isdigit() else []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            inside = "/lxc.payload.gbo-lab_" in (folder / "cgroup").read_text()
        except OSError:
            continue
        if inside or (b"[lxc monitor]" in words and b"gbo-lab_" in words):
            found.append(int(folder.name))
    return found


def test_up_on_a_running_lab_does_nothing_and_says_so(lab: Lab) -> None:
    run("up")  # a test before may have started an instance again, which `up` looks at once
    seconds, said = run("up")
    assert "is up already, nothing to do" in said, said
    assert seconds < UP_AGAIN


def test_it_comes_back_after_a_kill_of_everything(lab: Lab, tmp_path: Path) -> None:
    killed = ours()
    assert len(killed) > len(lab.addresses), "the test found no processes to kill"
    for pid in killed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it went with its parent
    seconds, _ = run("up")
    assert seconds < AFTER_A_KILL
    assert ask(tmp_path, "-m", "smoke", "--wait=30s").status == 0


def test_down_leaves_nothing_behind_of_a_killed_benchmark_either(lab: Lab, tmp_path: Path) -> None:
    run("down")
    before = json.loads(run("footprint")[1])
    run("up")
    standing = json.loads(run("footprint")[1])
    Incus(light.PROJECT, light.BRIDGE, lab.incus.pool).create_base(f"{light.SUBNET[1]}/{light.SUBNET.prefixlen}")
    run("down")
    after = json.loads(run("footprint")[1])
    run("up")
    assert standing["processes"] != before["processes"]
    assert after == before
    assert ask(tmp_path, "-m", "smoke", "--wait=30s").status == 0
