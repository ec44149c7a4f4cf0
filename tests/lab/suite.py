"""Runs the suite on the lab as a user does, in a process of its own, and reads its record."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from lab.site import Lab
from reports.line import CheckLine
from reports.record import Record, read

ROOT = Path(__file__).resolve().parents[2]
GREEN = {"passed", "flaky", "empty"}
FORGET = "find /tmp /var/backups/gbo -maxdepth 1 -type f -name '*.20[0-9][0-9]*' -delete 2>/dev/null || :"


@dataclass(frozen=True)
class Ran:
    """One run of the suite."""

    status: int
    output: str
    record: Record

    @property
    def verdicts(self) -> dict[str, str]:
        """Full id to verdict."""
        return {line.id: str(line.verdict) for line in self.record.checks}

    def of(self, *verdicts: str) -> set[str]:
        """The full ids that ended so."""
        return {id for id, verdict in self.verdicts.items() if verdict in verdicts}

    @property
    def roots(self) -> set[str]:
        """The root causes that blocked ones name."""
        return {line.root for line in self.record.checks if isinstance(line, CheckLine) and line.root}


def ask(folder: Path, *arguments: str, state: Path | None = None) -> Ran:
    """`pytest --env=lab ARGUMENTS`; the record goes to `folder`, the journal below `state`."""
    file = folder / "record.jsonl"
    env = {**os.environ, "XDG_STATE_HOME": str(state or folder / "state")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--env=lab", f"--record={file}", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert file.exists(), done.stdout + done.stderr
    return Ran(done.returncode, done.stdout + done.stderr, read(file))


def forget_copies(lab: Lab) -> None:
    """Remove the dated copies that repairs leave: after some runs they are too many, and that is a finding."""
    for container in lab.env.containers.values():
        lab.node(container.instance).run("sh", "-c", FORGET)
