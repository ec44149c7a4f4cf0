"""Progress lines with the seconds since the start, one whole line at a time from any thread."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_started = time.monotonic()
_lock = threading.Lock()


def elapsed() -> float:
    """Seconds since the program started."""
    return time.monotonic() - _started


def say(subject: str, text: str) -> None:
    """Print one progress line to standard output."""
    with _lock:
        sys.stdout.write(f"[{elapsed():6.1f} s] {subject:<16} {text}\n")
        sys.stdout.flush()


@contextmanager
def task(subject: str, text: str) -> Iterator[None]:
    """Say that something begins, and how long it took when it ended well."""
    say(subject, f"{text} ...")
    begun = time.monotonic()
    yield
    say(subject, f"{text}: done in {time.monotonic() - begun:.1f} s")
