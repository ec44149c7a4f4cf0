"""Logging as the guide describes it: lines to standard output, warnings and worse to standard error."""

from __future__ import annotations

import logging
import sys
import time


class _Format(logging.Formatter):
    """`[2026-01-31T12:00:00Z INFO  botserver::monitor] text`, as Rust's env_logger writes it."""

    def __init__(self, program: str) -> None:
        super().__init__(f"[%(asctime)s %(levelname)-5s {program}::%(module)s] %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - logging's names
        """UTC, to the second."""
        return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))


def start(program: str) -> None:
    """Set the two streams up; systemd appends them to out.log and err.log."""
    logging.addLevelName(logging.WARNING, "WARN")
    out, err = logging.StreamHandler(sys.stdout), logging.StreamHandler(sys.stderr)
    out.addFilter(lambda record: record.levelno < logging.WARNING)
    err.setLevel(logging.WARNING)
    for handler in (out, err):
        handler.setFormatter(_Format(program))
    logging.basicConfig(level=logging.INFO, handlers=[out, err])


class Changes:
    """Says a state once, when it changes: a service that is down fills no log."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._said: dict[str, str] = {}

    def trouble(self, subject: str, text: str) -> None:
        """Log the trouble unless it was the last thing said about the subject."""
        if self._said.get(subject) != text:
            self._said[subject] = text
            self._log.error("%s: %s", subject, text, stacklevel=2)

    def well(self, subject: str) -> None:
        """Log the end of a trouble that was said before."""
        if self._said.pop(subject, None) is not None:
            self._log.info("%s: works again", subject, stacklevel=2)
