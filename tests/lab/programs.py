"""Programs of this Debian release that read our reports, unpacked into the lab's cache: nothing is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from lab.cache import Cache, key
from lab.machine.apt import RELEASE, Apt

LOADER = "lib/x86_64-linux-gnu/ld-linux-x86-64.so.2"
LIBRARIES = ("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu")


def program(package: str, path: str) -> list[str]:
    """The words that start the program at `path` of a package, with the libraries that it depends on."""
    cache = Cache()
    folder = cache.path("readers", f"{package}-{key(RELEASE, package, path)}")
    if not folder.exists():
        apt = Apt.release(cache, RELEASE)
        with tempfile.TemporaryDirectory() as name, cache.making(folder) as kept:
            whole = Path(name) / "whole"
            apt.download([*apt.libraries(package), package], Path(name))
            for each in sorted(Path(name).glob("*.deb")):
                subprocess.run(["dpkg-deb", "--extract", each, whole], check=True, timeout=60)
            for part in (*LIBRARIES, path):
                if (whole / part).exists():
                    (kept / part).parent.mkdir(parents=True, exist_ok=True)
                    shutil.move(whole / part, kept / part)
    libraries = ":".join(str(folder / each) for each in LIBRARIES)
    return [str(folder / LOADER), "--library-path", libraries, str(folder / path)]
