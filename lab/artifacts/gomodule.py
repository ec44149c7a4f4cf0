"""Programs built from Go modules, and folders taken out of them.

`go install M@V` refuses modules with replace directives, so the module is downloaded, verified against the
checksum database and the pinned sum, and built where it lies in the module cache.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lab.artifacts.base import Artifact
from lab.artifacts.toolchain import toolchain
from lab.cache import Cache
from lab.errors import LabError

FLAGS = ("-trimpath", "-pgo=off", "-gcflags=all=-N -l")
"""No optimiser: a third faster to build, and fast enough for a lab."""
LINKER = "-s -w"
"""No symbol table: half the size."""


@dataclass(frozen=True)
class BuildOptions:
    """What `go build` is told beside the flags that all share."""

    package: str = "."
    tags: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    flags: tuple[str, ...] = FLAGS


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
        }

    def download(self, cache: Cache) -> None:
        """Bring the module and every module that the program needs."""
        source = module_source(cache, self.title, self.module, self.version, self.sum)
        list_dependencies(cache, self.title, source, self.package)

    def make(self, cache: Cache, folder: Path) -> None:
        """Build."""
        source = module_source(cache, self.title, self.module, self.version, self.sum)
        options = BuildOptions(self.package, self.tags, self.variables, self.flags)
        build(cache, self.title, source, folder / self.output, options)


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


def module_source(cache: Cache, title: str, module: str, version: str, expected: str) -> Path:
    """The module's folder in the module cache, its sum verified. Raises LabError."""
    cache.root.mkdir(parents=True, exist_ok=True)
    what = f"{module}@{version}"
    step = f"{title}: download of {what}"
    toolchain().run(cache, step, "mod", "download", what, cwd=cache.root)  # its error is one plain sentence
    answer = toolchain().run(cache, step, "mod", "download", "-json", what, cwd=cache.root)
    found = json.loads(answer)
    if found["Sum"] != expected:
        raise LabError(f"{title}: {what} has the sum {found['Sum']}, the recipe pins {expected}")
    return Path(found["Dir"])


def list_dependencies(cache: Cache, title: str, source: Path, package: str) -> None:
    """Bring the modules that `package` imports, and no others. Raises LabError."""
    toolchain().run(cache, f"{title}: download of its modules", "list", "-deps", "-f", "", package, cwd=source)


def build(cache: Cache, title: str, source: Path, program: Path, options: BuildOptions) -> None:
    """Build the package into `program`. Raises LabError."""
    linker = " ".join([LINKER, *(f"-X {variable}" for variable in options.variables)])
    argv = ["build", *options.flags, f"-ldflags={linker}", "-o", str(program)]
    if options.tags:
        argv.append(f"-tags={','.join(options.tags)}")
    toolchain().run(cache, f"{title}: build", *argv, options.package, cwd=source)
