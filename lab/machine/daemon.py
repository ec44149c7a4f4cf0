"""Stops the Incus daemon that the lab started, and removes what it leaves, if nothing but the lab used it."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

from lab.command import run
from lab.machine import host, traces
from lab.machine.mounts import unmount_below
from lab.progress import say
from lab.state import State

_END = 40.0
"""Seconds that the daemon may take to end."""


def used_by_others() -> list[str]:
    """Instances, pools and bridges that Incus still has; the default project's own profile does not count."""
    found = []
    for kind in ("instances?all-projects=true", "storage-pools", "networks?recursion=1", "projects"):
        answer = json.loads(run(["incus", "query", f"/1.0/{kind}"]).text or "[]")
        for item in answer:
            if isinstance(item, str):
                found.append(item)
            elif item["managed"]:
                found.append(f"/1.0/networks/{item['name']}")
    return [item for item in found if item != "/1.0/projects/default"]


def stop(state: State) -> None:
    """Stop the daemon and clear its folders, unless it is not ours or somebody else uses it."""
    how = state.read("host/daemon")
    if how is None or not host.answering():
        return
    others = used_by_others()
    if others:
        say("incus", f"the daemon goes on, others use it: {', '.join(others)}")
        return
    if how == "systemd":
        for unit in ("incus.socket", "incus.service"):
            run(["systemctl", "stop", unit], timeout=_END, check=False)  # not every package has both
    else:
        _end(int(how))
    unmount_below(host.HOME)
    traces.remove_since(state)


def _end(pid: int) -> None:
    if "incusd" not in _command(pid):
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + _END
    while "incusd" in _command(pid):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)


def _command(pid: int) -> str:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
        return "" if status.rpartition(")")[2].split()[0] == "Z" else Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""  # no such process
