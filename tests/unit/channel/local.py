"""A door into this machine: the channel's shell is a real one, only `incus exec` is not around it."""

from __future__ import annotations

import subprocess

from fixtures.access.channel import VARIABLE, Channel
from fixtures.access.entry import KILL


class LocalDoor:
    """Opens `sh` here. `why` is what `closed` answers; `opened` counts the shells."""

    def __init__(self, shell: tuple[str, ...] = ("sh",)) -> None:
        self.argv = shell
        self.why: str | None = None
        self.opened = 0
        self.killed: list[str] = []

    def shell(self, nonce: str) -> list[str]:
        self.opened += 1
        return ["env", f"{VARIABLE}={nonce}", *self.argv]

    def kill(self, nonce: str) -> str | None:
        self.killed.append(nonce)
        argv = ["sh", "-c", KILL, "sh", f"{VARIABLE}={nonce}"]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=10, check=False)
        return None if done.returncode == 0 else done.stderr

    def closed(self) -> str | None:
        return self.why


def channel(door: LocalDoor | None = None, timeout: float = 10) -> Channel:
    return Channel("here", door or LocalDoor(), timeout)
