"""The state: what makes this lab this one. Secrets, certificates, what was changed on the host."""

from __future__ import annotations

import os
import secrets
import shutil
import threading
from pathlib import Path

DEFAULT = "/var/lib/gbo-lab"

_lock = threading.Lock()


class State:
    """Small texts by name, each in a file that only root reads."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or Path(os.environ.get("LAB_STATE", DEFAULT))

    def path(self, name: str) -> Path:
        """The file of a name such as `secrets/tables/password`."""
        if name.startswith("/") or ".." in name.split("/"):
            raise ValueError(f"a name in the state is a relative path, not {name!r}")
        return self.root / name

    def read(self, name: str) -> str | None:
        """The text kept under `name`; None when nothing is kept."""
        try:
            return self.path(name).read_text()
        except FileNotFoundError:
            return None

    def write(self, name: str, text: str) -> None:
        """Keep `text` under `name`, whole or not at all."""
        path = self.path(name)
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123 - a mode from the start
            file.write(text)
        partial.replace(path)

    def forget(self, name: str) -> None:
        """Keep nothing under `name`."""
        self.path(name).unlink(missing_ok=True)

    def secret(self, name: str, size: int) -> str:
        """The secret of that name: URL-safe text of `size` random bytes, made at the first question."""
        with _lock:
            found = self.read(f"secrets/{name}")
            if found is None:
                found = secrets.token_urlsafe(size)
                self.write(f"secrets/{name}", found)
            return found

    def forget_all(self, folder: str) -> None:
        """Keep nothing under any name that begins with `folder/`."""
        shutil.rmtree(self.path(folder), ignore_errors=True)
