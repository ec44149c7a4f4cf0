"""A container's programs live thirty days ago: libfaketime keeps the trial of a licence alive there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.artifacts import DebianFile
from lab.instances.node import File
from lab.machine.apt import RELEASE

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.clock.agrees[vectordb]",)
FAKETIME = DebianFile("libfaketime", RELEASE, "usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
LIBRARY = "/usr/local/lib/libfaketime.so.1"
PRELOAD = "/etc/ld.so.preload"
SETTING = "/etc/faketimerc"


def inject(lab: Lab) -> None:
    """Lay the library there, then its setting, then the line by which every program that starts takes it."""
    preload = f"{LIBRARY}\n".encode()
    files = File(LIBRARY, FAKETIME.path(lab.cache)), File(SETTING, b"-30d\n"), File(PRELOAD, preload)
    lab.node("vectordb").push_all(files)


def heal(lab: Lab) -> None:
    """Take the line away first: without the library each program would complain."""
    lab.node("vectordb").run("rm", "-f", PRELOAD, SETTING, LIBRARY)
