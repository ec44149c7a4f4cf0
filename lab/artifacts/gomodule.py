"""Programs built from Go modules, and folders taken out of them.

`go install M@V` refuses modules with replace directives, so the module is downloaded, verified against the
checksum database and the pinned sum, and built where it lies in the module cache.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from lab.artifacts.base import Artifact
from lab.artifacts.gosource import (
    FLAGS,
    LINKER,
    BuildOptions,
    Renamed,
    build,
    list_dependencies,
    module_source,
    requirements,
)
from lab.artifacts.toolchain import toolchain
from lab.cache import Cache
from lab.errors import LabError


@dataclass(frozen=True)
class GoBuild(Artifact):
    """What a program built by Go takes of the machine."""

    @property
    def slot(self) -> str:
        """Builds use every core."""
        return "go-build"

    @property
    def width(self) -> int:
        """Two at once: one alone leaves a third of two cores idle, above all while it links."""
        return 2


@dataclass(frozen=True)
class GoModule(GoBuild):
    """A program built from `package` of a published module."""

    module: str
    sum: str
    """The module's `h1:` sum, as go.sum would hold it."""
    package: str = "."
    program: str = ""
    """File name of the program; the artifact's name without it."""
    tags: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    """Variables that the linker sets, `package.Name=value`: the version that the program says, for instance."""
    flags: tuple[str, ...] = FLAGS
    renamed: tuple[Renamed, ...] = ()
    """Modules that it needs and that only their former path still has."""

    @property
    def output(self) -> str:
        """The program."""
        return self.program or self.name

    def recipe(self) -> Mapping[str, object]:
        """Module, version, sum, package, flags and toolchain."""
        return {
            "module": f"{self.module}@{self.version}",
            "sum": self.sum,
            "package": self.package,
            "flags": [*self.flags, LINKER],
            "tags": list(self.tags),
            "variables": list(self.variables),
            "go": toolchain().version,
            **({"renamed": [list(vars(each).values()) for each in self.renamed]} if self.renamed else {}),
        }

    def download(self, cache: Cache) -> None:
        """Bring the module and every module that the program needs."""
        with self._source(cache) as (source, flags):
            list_dependencies(cache, self.title, source, self.package, flags)

    def make(self, cache: Cache, folder: Path) -> None:
        """Build."""
        with self._source(cache) as (source, flags):
            options = BuildOptions(self.package, self.tags, self.variables, (*self.flags, *flags))
            build(cache, self.title, source, folder / self.output, options)

    def _source(self, cache: Cache) -> AbstractContextManager[tuple[Path, tuple[str, ...]]]:
        source = module_source(cache, self.title, self.module, self.version, self.sum)
        return requirements(cache, self.title, source, self.renamed)


@dataclass(frozen=True)
class GoProgram(GoBuild):
    """A program built from a main package of ours, with its own go.mod and go.sum."""

    source: Path

    @property
    def output(self) -> str:
        """The program."""
        return self.name

    def recipe(self) -> Mapping[str, object]:
        """The sources' hashes, flags and toolchain."""
        sources = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(self.source.iterdir())}
        return {"sources": sources, "flags": [*FLAGS, LINKER], "go": toolchain().version}

    def download(self, cache: Cache) -> None:
        """Bring every module that the program needs."""
        list_dependencies(cache, self.title, self.source, ".")

    def make(self, cache: Cache, folder: Path) -> None:
        """Build."""
        build(cache, self.title, self.source, folder / self.output, BuildOptions())


@dataclass(frozen=True)
class GoTree(Artifact):
    """Folders taken as they are out of a published module."""

    module: str
    sum: str
    folders: tuple[str, ...] = field(default=())

    def trial(self, path: Path) -> None:
        """Texts and pictures."""

    def recipe(self) -> Mapping[str, object]:
        """Module, version, sum and folders."""
        return {"module": f"{self.module}@{self.version}", "sum": self.sum, "folders": list(self.folders)}

    def download(self, cache: Cache) -> None:
        """Bring the module."""
        module_source(cache, self.title, self.module, self.version, self.sum)

    def make(self, cache: Cache, folder: Path) -> None:
        """Copy the folders."""
        source = module_source(cache, self.title, self.module, self.version, self.sum)
        for name in self.folders:
            if not (source / name).is_dir():
                raise LabError(f"{self.title}: the module {self.module} has no folder {name}")
            shutil.copytree(source / name, folder / name)
