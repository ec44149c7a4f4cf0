"""A platform of one instance, which is this machine; its scripts run under an `incus` that only knows `exec`."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from fixtures.access.process import Completed
from tests.unit.channel.local import channel

INCUS = """#!/bin/sh
printf '%s\\n' "$@" >> "$0.log"
while [ "$1" != -- ]; do shift; done
shift
exec "$@"
"""


class HereAccess:
    """One instance, `here`, which is this machine; of `incus` only a push of standard input is known."""

    def __init__(self) -> None:
        self._channel = channel()

    def channel(self, instance: str) -> Any:
        assert instance == "here"
        return self._channel

    def incus(self, argv: list[str], *, input: bytes = b"", timeout: float = 0) -> Completed:
        file, push, mode, dash, target = argv
        assert (file, push, mode, dash) == ("file", "push", "--mode=0600", "-")
        path = Path(target.removeprefix("here"))
        path.write_bytes(input)
        path.chmod(0o600)
        return Completed(tuple(argv), 0, b"", b"")

    def run(self, argv: list[str], *, input: bytes = b"", timeout: float = 0) -> Completed:
        """The host is this machine too."""
        done = subprocess.run(argv, input=input, capture_output=True, timeout=timeout, check=False)
        return Completed(tuple(argv), done.returncode, done.stdout, done.stderr)

    def endpoint(self, container: Any, port: int) -> tuple[str, int]:
        return "127.0.0.1", port


def run_script(text: str, folder: Path, **variables: str) -> tuple[int, str, str]:
    """Run a plan's script; returns its status, what it said, and every word that a process was given through incus."""
    incus = folder / "bin" / "incus"
    incus.parent.mkdir(exist_ok=True)
    incus.write_text(INCUS)
    incus.chmod(0o755)
    env = {**os.environ, "PATH": f"{incus.parent}:{os.environ['PATH']}", **variables}
    done = subprocess.run(
        ["sh"], input=text, env=env, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    log = incus.with_name("incus.log")
    return done.returncode, done.stdout + done.stderr, log.read_text() if log.exists() else ""
