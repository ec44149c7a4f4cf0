"""One file of a package of this Debian release: the guest's own, without the package."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.artifacts.base import Artifact
from lab.artifacts.command import call
from lab.cache import Cache
from lab.machine.apt import Apt


@dataclass(frozen=True)
class DebianFile(Artifact):
    """The file `member` of the package that `name` says; `version` is the release's name."""

    member: str

    @property
    def output(self) -> str:
        """The file's own name."""
        return Path(self.member).name

    def recipe(self) -> Mapping[str, object]:
        """Release, package and file; the package's version is that of the day."""
        return {"release": self.version, "package": self.name, "member": self.member}

    def download(self, cache: Cache) -> None:
        """Fetch the package; whole or not at all."""
        folder = self._folder(cache)
        if folder.is_dir():
            return
        apt = Apt.release(cache, self.version)
        apt.update()
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".debian.", dir=folder.parent) as name:
            temporary = Path(name) / "package"
            temporary.mkdir()
            apt.download([self.name], temporary)
            temporary.rename(folder)

    def make(self, cache: Cache, folder: Path) -> None:
        """Take the file out of it."""
        package = next(self._folder(cache).glob("*.deb"))
        with tempfile.TemporaryDirectory(prefix=".debian.", dir=folder.parent) as name:
            call(f"{self.title}: unpack", ["dpkg-deb", "--extract", package, name], cwd=folder)
            shutil.copy(Path(name) / self.member, folder / self.output)
        shutil.rmtree(self._folder(cache))

    def trial(self, path: Path) -> list[str] | None:  # noqa: ARG002 - the name of the base
        """Not every file is a program."""
        return None

    def _folder(self, cache: Cache) -> Path:
        return cache.root / "downloads" / self.location(cache).name
