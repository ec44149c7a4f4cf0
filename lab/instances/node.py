"""One instance of the lab from inside: commands that run in it, files that are put there."""

from __future__ import annotations

import io
import tarfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lab.command import Completed, run
from lab.instances.incus import Incus


@dataclass(frozen=True)
class File:
    """A file that is put into an instance."""

    path: str
    content: bytes | Path
    """Bytes, or a file (or a whole folder) on this machine, an artifact's path for instance."""
    mode: int = 0o644
    owner: str = "root:root"


class Node:
    """One instance of the lab."""

    def __init__(self, name: str, address: str, incus: Incus) -> None:
        self.name = name
        self.address = address
        self._incus = incus

    def run(
        self,
        *argv: str,
        input: bytes = b"",
        timeout: float = 60,
        check: bool = True,
        env: Mapping[str, str] | None = None,
    ) -> Completed:
        """Run a command as root in the instance; `timeout` in seconds.

        Raises `LabError` with its standard error when (with `check`) the status is not zero.
        """
        settings = [part for key, value in (env or {}).items() for part in ("--env", f"{key}={value}")]
        prefix = ["incus", "--project", self._incus.project, "exec", "-T", *settings, self.name, "--"]
        return run([*prefix, *argv], input=input, timeout=timeout, check=check, subject=self.name)

    def push(self, path: str, content: bytes | Path, mode: int = 0o644, owner: str = "root:root") -> None:
        """Write a file, or a whole folder of this machine, into the instance."""
        self.push_all([File(path, content, mode, owner)])

    def push_all(self, files: Iterable[File]) -> None:
        """Write many files with one command; owners are names of the instance."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for file in files:
                _add(archive, file)
        self.run("tar", "-x", "-p", "-f", "-", "-C", "/", "--unlink-first", input=packed.getvalue(), timeout=300)

    def pull(self, path: str) -> bytes:
        """The content of a file in the instance."""
        return self.run("cat", "--", path).stdout


def _add(archive: tarfile.TarFile, file: File) -> None:
    if isinstance(file.content, Path) and file.content.is_dir():
        for path in sorted(file.content.rglob("*")):
            if path.is_dir():
                continue
            mode = file.mode | (path.stat().st_mode & 0o111)
            name = f"{file.path.rstrip('/')}/{path.relative_to(file.content)}"
            _add(archive, File(name, path, mode, file.owner))
        return
    content = file.content.read_bytes() if isinstance(file.content, Path) else file.content
    member = tarfile.TarInfo(file.path.lstrip("/"))
    member.size, member.mode, member.mtime = len(content), file.mode, int(time.time())
    member.uname, _, member.gname = file.owner.partition(":")
    archive.addfile(member, io.BytesIO(content))
