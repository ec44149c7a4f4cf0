"""What an artifact is: a recipe with a content key, made beside its place and renamed when it is whole."""

from __future__ import annotations

import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from lab.cache import Cache, key, remove
from lab.progress import say, task

FORMAT = 1
"""Part of every key: raised when the way of making things changes, so that nothing old is taken for it."""


@dataclass(frozen=True)
class Artifact(ABC):
    """A program or folder that the lab needs, named and of one exact version."""

    name: str
    version: str

    @property
    def title(self) -> str:
        """Name and version, as errors show it."""
        return f"{self.name} {self.version}"

    @property
    def slot(self) -> str:
        """What is made in the same slot is made one at a time, or `width` at a time."""
        return self.name

    @property
    def width(self) -> int:
        """How many of the same slot may be made at once."""
        return 1

    @property
    def output(self) -> str:
        """The path inside the artifact's folder that `path` returns; empty for the folder itself."""
        return ""

    @abstractmethod
    def recipe(self) -> Mapping[str, object]:
        """Everything that the content depends on, as plain data."""

    @abstractmethod
    def download(self, cache: Cache) -> None:
        """Bring what `make` reads. May run ahead and may be repeated. Raises LabError."""

    @abstractmethod
    def make(self, cache: Cache, folder: Path) -> None:
        """Fill the empty `folder`. Raises LabError."""

    def trial(self, path: Path) -> list[str] | None:
        """A command that starts the program at `path` and ends well at once; None when nothing in it is a program."""
        return [str(path), "--version"]

    def location(self, cache: Cache) -> Path:
        """The folder that holds the finished artifact, whether it exists or not."""
        recipe = json.dumps(self.recipe(), sort_keys=True)
        content = key(FORMAT, type(self).__name__, self.output, recipe)
        return cache.root / "artifacts" / f"{self.name}-{self.version}-{content}"

    def present(self, cache: Cache) -> bool:
        """Whether it has been made already."""
        return self.location(cache).is_dir()

    def fetch(self, cache: Cache) -> None:
        """Download with a progress line, one at a time: several may need the same toolchain."""
        lock = FileLock(cache.path("locks", f"fetch-{self.name}.lock"), thread_local=False, poll_interval=0.2)
        with lock, task(self.name, f"download {self.version}"):
            self.download(cache)

    def path(self, cache: Cache, *, fetched: bool = False) -> Path:
        """The finished file or folder, made first if it is missing.

        `fetched` says that `fetch` has run already. Raises LabError with the reason: which artifact, what
        failed, the last lines of the output.
        """
        final = self.location(cache)
        if not final.is_dir():
            if not fetched:
                self.fetch(cache)
            with _slot(cache, self):
                if not final.is_dir():
                    self._make(cache, final)
        return final / self.output

    def _make(self, cache: Cache, final: Path) -> None:
        for stale in cache.path("partial", final.name).parent.glob(f"*-{final.name}"):
            remove(stale)
        with task(self.name, f"make {self.version}"), cache.making(final) as folder:
            folder.mkdir()
            self.make(cache, folder)


@contextmanager
def _slot(cache: Cache, artifact: Artifact) -> Iterator[None]:
    """Hold the artifact's slot against other threads and processes; a wait is said once."""
    locks = [
        FileLock(cache.path("locks", f"artifact-{artifact.slot}-{place}.lock"), thread_local=False)
        for place in range(artifact.width)
    ]
    held = _any(locks)
    if held is None:
        say(artifact.name, "waits until another one is made")
        while held is None:
            time.sleep(0.2)
            held = _any(locks)
    try:
        yield
    finally:
        held.release()


def _any(locks: list[FileLock]) -> FileLock | None:
    """The first of the locks that is free, acquired; None when none is."""
    for lock in locks:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        return lock
    return None
