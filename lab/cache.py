"""The cache: what was downloaded or built, by content key, complete or not there at all."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEFAULT = "/var/cache/gbo-lab"


class Cache:
    """A folder of finished things; unfinished ones lie in `partial` until they are renamed."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or Path(os.environ.get("LAB_CACHE", DEFAULT))

    def path(self, *parts: str) -> Path:
        """A path in the cache, its folder made."""
        found = self.root.joinpath(*parts)
        found.parent.mkdir(parents=True, exist_ok=True)
        return found

    @contextmanager
    def making(self, final: Path) -> Iterator[Path]:
        """Give a path to fill (a file or a folder); it becomes `final` at once, or nothing when it failed."""
        partial = self.path("partial", f"{os.getpid()}-{final.name}")
        remove(partial)
        try:
            yield partial
            final.parent.mkdir(parents=True, exist_ok=True)
            partial.replace(final)
        finally:
            remove(partial)


def key(*recipe: object) -> str:
    """The content key of a recipe: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(repr(recipe).encode()).hexdigest()[:16]


def remove(path: Path) -> None:
    """Remove a file or a whole folder; nothing there is fine."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
