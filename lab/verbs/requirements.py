"""What a machine must be to carry the lab; a refusal is one sentence, and nothing was changed."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from pathlib import Path

from fixtures.errors import UserMistake
from lab.command import run
from lab.machine import host
from lab.site import Lab

COLD = 12
"""GiB that a lab takes which has to be built: image, pool, build caches."""
WARM = 2
"""GiB that must be free for a lab which stands already."""
MACHINE = "x86_64"
OLDEST = "Nehalem"
"""The oldest processor on which every program is proven to start, as QEMU calls it (tests/lab/test_processor.py)."""
PROGRAMS = f"each starts on every {MACHINE} processor since 2008 ({OLDEST})"
_POOL = Path("/var/lib/incus")


def root() -> None:
    """Raise `UserMistake` unless we are root on Linux, on the processor that the programs are built for."""
    if not sys.platform.startswith("linux"):
        raise UserMistake(f"the lab runs on Debian 12, this is {platform.system()}")
    if platform.machine() != MACHINE:
        raise UserMistake(f"the lab runs on {MACHINE}, this is {platform.machine()}: its programs are built for it")
    if os.geteuid() != 0:
        raise UserMistake("the lab needs root (containers, bridge, rules): run it as root, or with sudo")


def prove(lab: Lab) -> None:
    """Raise `UserMistake` when this machine cannot carry the lab."""
    root()
    _debian()
    _space(lab)
    _containers()


def announcement(lab: Lab) -> str:
    """What is about to happen, and roughly how long it takes on two cores."""
    if lab.state.read("complete") is None:
        missing = host.missing()
        packages = f"installs {', '.join(name.partition('/')[0] for name in missing)}, " if missing else ""
        return f"{packages}builds image and programs, sets up {len(lab.addresses)} containers: about 8 minutes"
    return "brings back what is not up, builds what has changed: about a minute, or as long as the builds take"


def processor() -> str:
    """What this machine calls its processor."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unnamed")


def _debian() -> None:
    release = platform.freedesktop_os_release()
    found = release.get("PRETTY_NAME", "an unnamed Linux")
    if release.get("ID") != "debian" or release.get("VERSION_ID") != "12":
        raise UserMistake(f"the lab runs on Debian 12, this is {found}")


def _space(lab: Lab) -> None:
    need = COLD if lab.state.read("complete") is None else WARM
    for path in (lab.cache.root, _POOL, lab.state.root):
        there = path
        while not there.exists():
            there = there.parent
        free = shutil.disk_usage(there).free / 2**30
        if free < need:
            raise UserMistake(f"not enough disk: the lab needs {need} GiB at {path}, {free:.1f} GiB are free")


def _containers() -> None:
    if not Path("/sys/fs/cgroup").is_dir() or not any(Path("/sys/fs/cgroup").iterdir()):
        raise UserMistake("this machine cannot run containers: no control groups are mounted")
    trials = {
        "namespaces cannot be made": "unshare --mount --pid --net --uts --ipc --fork true",
        "user namespaces cannot be made": "unshare --user --map-root-user true",
        "nothing can be mounted": "unshare --mount mount -t tmpfs none /mnt",
        "network interfaces cannot be made": "unshare --net ip link add lab0 type bridge",
    }
    for reason, trial in trials.items():
        if "ip link" in trial and shutil.which("ip") is None:
            continue
        done = run(trial.split(), check=False, timeout=20)
        if done.status:
            words = done.stderr.decode(errors="replace").strip()
            raise UserMistake(f"this machine cannot run containers: {reason} ({words})")
