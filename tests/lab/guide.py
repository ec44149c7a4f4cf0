"""Runs the guide's own commands on the lab, read from the guide by their line and typed as they stand there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.site import Lab
from tests.guide import guide

ANSWER = 60
"""Seconds for one command."""


@dataclass(frozen=True)
class Said:
    """What a command of the guide ended with."""

    status: int
    output: str


class Guide:
    """The guide at a shell of the host, where `incus` means the lab and `curl` comes from outside and trusts it."""

    def __init__(self, lab: Lab, folder: Path) -> None:
        self.lines = guide().read_text("utf-8").splitlines()
        self.folder = folder
        self._program("sudo", 'exec "$@"')
        self._program("incus", f'exec {shutil.which("incus")} --project {lab.env.access.project} "$@"')
        authority = folder / "authority.pem"
        authority.write_bytes(lab.pki.ca_pem)
        to = f"--cacert {authority} --connect-to ::{lab.addresses['proxy']}:"
        self._program("curl", f'exec {shutil.which("curl")} {to} "$@"')

    def _program(self, name: str, line: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def text(self, line: int, filled: Mapping[str, str]) -> str:
        """A line of the guide, with what a person fills in: each placeholder must be there."""
        text = self.lines[line - 1].strip().removesuffix("```").strip()
        for placeholder, value in filled.items():
            assert placeholder in text, f"line {line} of the guide has no {placeholder!r}"
            text = text.replace(placeholder, value)
        return text

    def types(self, line: int, filled: Mapping[str, str] | None = None) -> Said:
        """Run a line as a person types it into a shell."""
        return self.runs(self.text(line, filled or {}))

    def runs(self, command: str) -> Said:
        """Run a command line there."""
        done = subprocess.run(
            ["bash", "-c", command],
            env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=ANSWER,
            check=False,
        )
        return Said(done.returncode, done.stdout + done.stderr)
