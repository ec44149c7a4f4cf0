"""Runs a program on this machine."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from fixtures.access.process import Completed
from lab.errors import LabError

_TAIL = 1500

__all__ = ["Completed", "run"]


def run(
    argv: Sequence[str],
    *,
    input: bytes | IO[bytes] = b"",
    timeout: float | None = 60,
    check: bool = True,
    env: Mapping[str, str] | None = None,
    subject: str = "host",
    cwd: Path | None = None,
) -> Completed:
    """Run `argv` to its end; `timeout` is in seconds, `env` is added to the machine's environment.

    Raises `LabError` with the program's last words when it is missing, takes too long, or (with `check`)
    fails.
    """
    try:
        done = subprocess.run(
            argv,
            input=input if isinstance(input, bytes) else None,
            stdin=None if isinstance(input, bytes) else input,
            capture_output=True,
            timeout=timeout,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
            check=False,
            cwd=cwd,
        )
    except FileNotFoundError as error:
        raise LabError(f"{subject}: there is no program {argv[0]}") from error
    except subprocess.TimeoutExpired as error:
        raise LabError(f"{subject}: no end after {timeout} s: {shlex.join(argv)}") from error
    if check and done.returncode:
        words = (done.stderr or done.stdout).decode("utf-8", "replace").strip()[-_TAIL:]
        raise LabError(f"{subject}: exit status {done.returncode}: {shlex.join(argv)[:500]}\n{words}")
    return Completed(tuple(argv), done.returncode, done.stdout, done.stderr)
