"""One fixing run at a time on a platform, whoever runs it: the lock lies where its machine keeps locks."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import getpass
import os
from pathlib import Path

from fixers.errors import FixingElsewhere

FOLDER = Path("/run/lock")


class PlatformLock:
    """The lock of one Incus project. The kernel lets go of it when its holder ends, however that ends."""

    def __init__(self, project: str, folder: Path = FOLDER) -> None:
        self.path = folder / f"gbo-fixing.{project}.lock"
        self._file: int | None = None

    def acquire(self) -> None:
        """Take it.

        Raises:
            FixingElsewhere: somebody holds it; says who and since when.
            OSError: no lock can be kept there.
        """
        file = self._opened()
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(file, 500, 0).decode(errors="replace").strip() or "somebody"
            os.close(file)
            raise FixingElsewhere(
                f"another fixing run is at work on this platform: {holder}; wait until it is over"
            ) from None
        who = os.environ.get("SUDO_USER") or getpass.getuser()
        text = f"{who}, process {os.getpid()}, since {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M:%S} UTC\n"
        os.ftruncate(file, 0)
        os.pwrite(file, text.encode(), 0)
        self._file = file

    def release(self) -> None:
        """Let go of it, where it is held."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = None

    def _opened(self) -> int:
        """The file, open for all users: who comes second must be able to read who was first."""
        for _ in range(2):
            with contextlib.suppress(FileNotFoundError):
                return os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
            with contextlib.suppress(FileExistsError):
                file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
                os.fchmod(file, 0o666)
                return file
        return os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
