"""Runs a program of the build and turns its failure into one named reason."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from lab.errors import LabError

TAIL = 15
"""Lines of output that an error shows."""
BOUND = ("setpriv", "--pdeathsig", "TERM", "--")
"""Ends the program with us, even when we are killed: a build that nobody waits for takes every core."""


def call(
    title: str,
    argv: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
) -> str:
    """Standard output of the program.

    When we are interrupted, the program and what it started are ended too. Raises LabError that carries
    `title`, the command, and the last lines of what it wrote.
    """
    words = [str(word) for word in argv]
    try:
        process = subprocess.Popen(
            [*BOUND, *words],
            cwd=cwd,
            env={**os.environ, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise LabError(f"{title}: {words[0]} cannot be run: {error.strerror}") from error
    try:
        stdout, stderr = process.communicate()
    except BaseException:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        raise
    if process.returncode != 0:
        lines = (stdout + stderr).decode(errors="replace").strip().splitlines()
        tail = "\n".join(f"  {line}" for line in lines[-TAIL:])
        raise LabError(f"{title}: `{' '.join(words[:6])}` ended with {process.returncode}:\n{tail}")
    return stdout.decode(errors="replace")
