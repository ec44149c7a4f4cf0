"""What `go` is asked for: the source of a module with its sum proven, what it requires, and a program built of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

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
class Renamed:
    """A module that is published below a path which its maker has left; `path` is what others import it by."""

    path: str
    module: str
    version: str
    sum: str


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


@contextmanager
def requirements(
    cache: Cache, title: str, source: Path, renamed: Sequence[Renamed]
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """The folder, and the flag that names what it requires where some of that has another name. Raises LabError."""
    if not renamed:
        yield source, ()
        return
    with TemporaryDirectory() as folder:
        wanted = Path(folder, "go.mod")
        lines = [(source / "go.mod").read_text(encoding="utf-8")]
        for each in renamed:
            place = module_source(cache, title, each.module, each.version, each.sum)
            lines.append(f"replace {each.path} => {place}\n")
        wanted.write_text("\n".join(lines), encoding="utf-8")
        shutil.copyfile(source / "go.sum", Path(folder, "go.sum"))
        yield source, (f"-modfile={wanted}",)


def list_dependencies(cache: Cache, title: str, source: Path, package: str, flags: tuple[str, ...] = ()) -> None:
    """Bring the modules that `package` imports, and no others. Raises LabError."""
    step = f"{title}: download of its modules"
    toolchain().run(cache, step, "list", *flags, "-deps", "-f", "", package, cwd=source)


def build(cache: Cache, title: str, source: Path, program: Path, options: BuildOptions) -> None:
    """Build the package into `program`. Raises LabError."""
    linker = " ".join([LINKER, *(f"-X {variable}" for variable in options.variables)])
    argv = ["build", *options.flags, f"-ldflags={linker}", "-o", str(program)]
    if options.tags:
        argv.append(f"-tags={','.join(options.tags)}")
    toolchain().run(cache, f"{title}: build", *argv, options.package, cwd=source)
