"""The lab as components see it: `Lab` with its nodes, secrets and certificates."""

from __future__ import annotations

import functools
import io
import tarfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from fixtures.expectations import Environment
from lab.building.component import File
from lab.building.pki import Pki
from lab.cache import Cache
from lab.command import Completed, run
from lab.errors import LabError
from lab.instances.incus import Incus
from lab.state import State

BRIDGE = "labbr0"
_EXEC_FAILED = (b"instance is not running", b"not found", b"websocket")

__all__ = ["Lab", "LabError", "Node"]


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


class Lab:
    """The lab of one machine: what is expected of it, and where it keeps its things."""

    def __init__(self, env: Environment, cache: Cache, state: State) -> None:
        self.env = env
        self.cache = cache
        self.state = state
        self.pki = Pki(state)
        self.incus = Incus(env.access.project, BRIDGE)

    @classmethod
    def open(cls) -> Lab:
        """The lab of environments/lab.toml. Raises `ExpectationError` when that file is wrong."""
        from lab.expected import environment

        return cls(environment(), Cache(), State())

    @functools.cached_property
    def addresses(self) -> dict[str, str]:
        """Every instance's address, by the instance's name."""
        found: dict[str, str] = {}
        for container in self.env.containers.values():
            if container.address is None:
                raise LabError(f"environments/lab.toml gives no address for the container {container.id}")
            found[container.instance] = str(container.address)
        return found

    def node(self, name: str) -> Node:
        """An instance by its name. Raises `LabError` listing all names when there is none."""
        if name not in self.addresses:
            raise LabError(f"no instance {name!r} in the lab: there are {', '.join(self.addresses)}")
        return Node(name, self.addresses[name], self.incus)

    def secret(self, name: str, *, bytes: int = 24) -> str:
        """The secret of that name, URL-safe text, the same at every question."""
        return self.state.secret(name, bytes)

    def keep(self, name: str, value: str) -> None:
        """Keep a value with the lab's state."""
        self.state.write(f"kept/{name}", value)

    def kept(self, name: str) -> str | None:
        """The value kept under `name`; None when there is none."""
        return self.state.read(f"kept/{name}")
