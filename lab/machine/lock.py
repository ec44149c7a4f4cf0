"""One change of the lab at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from lab.cache import Cache
from lab.progress import say


@contextmanager
def changing(cache: Cache) -> Iterator[None]:
    """Hold the lab against other commands that change it; a wait is said once."""
    lock = FileLock(cache.path("locks", "lab.lock"), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("lab", "waits: another command is changing the lab")
        lock.acquire(poll_interval=0.5)
    try:
        yield
    finally:
        lock.release()
