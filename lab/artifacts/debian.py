"""A program of a later Debian release with the loader and the libraries that it asks for, to run beside the guest's.

The packages are taken in the versions that the archive's index has on the day, verified by apt, and kept: an
index that moves afterwards is not asked again. `packages` in the folder says which they were.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.artifacts.base import Artifact
from lab.artifacts.command import call
from lab.cache import Cache
from lab.errors import LabError
from lab.machine.apt import Apt

LOADER = "ld-linux-x86-64.so.2"
_LIBRARIES = "usr/lib/x86_64-linux-gnu"
_PATCHER = "patchelf"
"""Comes from the same release and runs with its libraries: nothing is installed on this machine."""


@dataclass(frozen=True)
class DebianProgram(Artifact):
    """`bin/PROGRAM`, `lib/` with its loader and libraries, `plugins/`; `version` is the release's name."""

    package: str
    program: str
    home: str
    """Where `lib/` will lie in the guest: the program's loader is looked for there."""
    private: str = ""
    """The folder below the libraries where the package has some of its own."""
    plugins: str = ""
    """The folder below the libraries whose shared objects the program looks for at run time."""

    def recipe(self) -> Mapping[str, object]:
        """The release, the package and the layout; the versions are those of the day."""
        return {
            "release": self.version,
            "package": self.package,
            "program": self.program,
            "home": self.home,
            "folders": [self.private, self.plugins],
        }

    def download(self, cache: Cache) -> None:
        """Fetch the package and the libraries that it depends on; whole or not at all."""
        folder = self._folder(cache)
        if folder.is_dir():
            return
        apt = Apt.release(cache, self.version)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".debian.", dir=folder.parent) as name:
            temporary = Path(name) / "packages"
            temporary.mkdir()
            apt.download([*apt.libraries(self.package), self.package, _PATCHER], temporary)
            temporary.rename(folder)

    def make(self, cache: Cache, folder: Path) -> None:
        """Unpack, keep what the program asks for, and point it to its own loader."""
        packages = sorted(self._folder(cache).glob("*.deb"))
        with tempfile.TemporaryDirectory(prefix=".debian.", dir=folder.parent) as name:
            root = Path(name)
            for package in packages:
                call(f"{self.title}: unpack", ["dpkg-deb", "--extract", package, root], cwd=root)
            self._assemble(root, folder)
        (folder / "packages").write_text("".join(f"{_digest(package)}  {package.name}\n" for package in packages))
        shutil.rmtree(self._folder(cache))

    def trial(self, path: Path) -> list[str]:
        """Through its own loader, which does not lie in `home` here."""
        loader, libraries, program = path / "lib" / LOADER, path / "lib", path / "bin" / self.program
        return [str(loader), "--library-path", str(libraries), str(program), "--version"]

    def _assemble(self, root: Path, folder: Path) -> None:
        libraries, program = root / _LIBRARIES, folder / "bin" / self.program
        for part in ("bin", "lib", "plugins"):
            (folder / part).mkdir()
        shutil.copy(root / "usr/bin" / self.program, program)
        plugins = sorted((libraries / self.plugins).glob("*.so")) if self.plugins else []
        for plugin in plugins:
            shutil.copy(plugin, folder / "plugins")
        places = [libraries, libraries / self.private]
        patcher = [str(libraries / LOADER), "--library-path", str(libraries), str(root / "usr/bin" / _PATCHER)]
        open_: list[Path] = [program, *plugins]
        kept = {LOADER}
        shutil.copy(libraries / LOADER, folder / "lib")
        while open_:
            needed = call(f"{self.title}: libraries", [*patcher, "--print-needed", open_.pop()], cwd=root).split()
            for name in set(needed) - kept:
                found = next((place / name for place in places if (place / name).exists()), None)
                if found is None:
                    raise LabError(f"{self.title}: {self.program} asks for {name}, and no package brought it")
                shutil.copy(found, folder / "lib" / name)
                kept.add(name)
                open_.append(found)
        interpreter: list[str | Path] = ["--set-interpreter", f"{self.home}/{LOADER}", program]
        call(f"{self.title}: loader", [*patcher, *interpreter], cwd=root)

    def _folder(self, cache: Cache) -> Path:
        return cache.root / "downloads" / self.location(cache).name


def _digest(package: Path) -> str:
    return hashlib.sha256(package.read_bytes()).hexdigest()
