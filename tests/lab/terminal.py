"""A person at a terminal: types what an advice says, line after line, and sees what comes back."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time

PROMPT = "# "
END_OF_INPUT = "\x04"
PATIENCE = 20.0
"""Seconds until the next prompt."""
BEFORE_TYPING = 1.5
"""Seconds in which a program that says nothing has begun to read."""


class Terminal:
    """A command at a terminal of its own, which waits for a prompt before it types."""

    def __init__(self, command: str) -> None:
        self.seen = ""
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            command, shell=True, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        )
        os.close(theirs)
        self._await_prompt()

    def type(self, line: str, *, silent: str | None = None) -> str:
        """Type a line, then, where something reads without a word, `silent`; returns what the terminal showed."""
        begin = len(self.seen)
        os.write(self._ours, f"{line}\n".encode())
        if silent is not None:
            time.sleep(BEFORE_TYPING)
            os.write(self._ours, silent.encode())
        self._await_prompt(begin)
        return self.seen[begin:]

    def end(self) -> int:
        """Leave; the status of the command."""
        os.write(self._ours, b"exit\n")
        status = self._process.wait(PATIENCE)
        os.close(self._ours)
        return status

    def _await_prompt(self, begin: int = 0) -> None:
        until = time.monotonic() + PATIENCE
        while not (self.seen.endswith(PROMPT) and (not begin or "\n" in self.seen[begin:])):
            assert time.monotonic() < until, self.seen[begin:]
            if select.select([self._ours], [], [], 0.2)[0]:
                self.seen += os.read(self._ours, 65536).decode(errors="replace")
