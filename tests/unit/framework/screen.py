"""A real terminal of 80 columns and 24 rows: what a run writes to it, and what is on it at the end."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

from tests.unit.framework.project import CLEAN, ROOT, STATE

WIDTH, HEIGHT = 80, 24
LIMIT = 60.0
"""Seconds for a run."""


def on_terminal(folder: Path, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Run pytest in `folder` on a terminal; its exit code and every byte that it wrote."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", HEIGHT, WIDTH, 0, 0))
    plain = {key: value for key, value in CLEAN.items() if key not in ("COLUMNS", "LINES", "NO_COLOR", "CI")}
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=folder,
        env={
            **plain,
            "TERM": "xterm",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
            "XDG_STATE_HOME": str(folder / STATE),
            **(env or {}),
        },
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written, end = b"", time.monotonic() + LIMIT
    while time.monotonic() < end and (select.select([ours], [], [], 1)[0] or process.poll() is None):
        try:
            written += os.read(ours, 65536)
        except OSError:  # its last holder has closed it
            break
    os.close(ours)
    return process.wait(5), written


def screen(written: bytes) -> list[str]:
    """The rows that a terminal shows in the end, those that scrolled away before them; colours are left out."""
    rows, row = [""], 0
    for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|\r|\n|[^\x1b\r\n]+", written.decode()):
        if part == "\n":
            row += 1
            rows += [""] * (row + 1 - len(rows))
        elif up := re.fullmatch(r"\x1b\[(\d+)A", part):
            row = max(0, row - int(up[1]))
        elif part == "\x1b[J":
            del rows[row + 1 :]
            rows[row] = ""
        elif part != "\r" and not part.startswith("\x1b"):
            rows[row] += part
    return [line[at : at + WIDTH] for line in rows for at in range(0, max(1, len(line)), WIDTH)]
