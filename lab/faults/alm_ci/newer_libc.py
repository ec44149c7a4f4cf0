"""The CI container was upgraded to a later release: what it builds wants a C library that the platform has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.artifacts.debian import LOADER
from lab.components.llm import SERVER
from lab.instances.node import File

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C5", "E5")
RED = ("alm_ci.toolchain.glibc[alm-ci]",)
FOLDER = "/opt/gbo/data/later"
FILES = ("libm.so.6", "libc.so.6", LOADER)
REPLACE = """
import ctypes, sys
folder, *files = sys.argv[1:]
system = ctypes.CDLL(None, use_errno=True)
for file in files:
    place = f"/usr/lib/x86_64-linux-gnu/{file}".encode()
    while system.umount2(place, 2) == 0:
        pass
    if folder and system.mount(f"{folder}/{file}".encode(), place, None, 4096, None) != 0:
        sys.exit(f"{file}: errno {ctypes.get_errno()}")
"""
"""Three files in one process: with one of them alone no program starts any more. An empty folder: only back."""


def inject(lab: Lab) -> None:
    """Lay the later release's C library, which the lab has for llama.cpp, over that of the container."""
    node, found = lab.node("alm-ci"), SERVER.path(lab.cache) / "lib"
    node.push_all(File(f"{FOLDER}/{file}", found / file, 0o755) for file in FILES)
    _replace(lab, FOLDER)


def heal(lab: Lab) -> None:
    """Take it away."""
    _replace(lab, "")
    lab.node("alm-ci").run("rm", "-rf", FOLDER)


def _replace(lab: Lab, folder: str) -> None:
    lab.node("alm-ci").run("python3", "-c", REPLACE, folder, *FILES)
