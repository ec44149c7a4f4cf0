"""A door into this machine: the channel's shell is a real one, only `incus exec` is not around it."""

from __future__ import annotations

import subprocess

from fixtures.access import entry
from fixtures.access.carrier import Carrier, Program
from fixtures.access.channel import Channel


class LocalDoor:
    """Opens a shell here, or what is named `instead`. `why` is what `closed` answers; `opened` counts the shells."""

    def __init__(self, *instead: str) -> None:
        self.instead = instead
        self.why: str | None = None
        self.opened = 0
        self.killed: list[str] = []

    def shell(self, nonce: str, limit: float) -> Carrier:
        del limit
        self.opened += 1
        return Program([*self.instead] or entry.shell(nonce))

    def kill(self, nonce: str) -> str | None:
        self.killed.append(nonce)
        done = subprocess.run(entry.killing(nonce), capture_output=True, text=True, timeout=10, check=False)
        return None if done.returncode == 0 else done.stderr

    def closed(self) -> str | None:
        return self.why


def channel(door: LocalDoor | None = None, timeout: float = 10) -> Channel:
    return Channel("here", door or LocalDoor(), timeout)
