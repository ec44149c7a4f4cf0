"""This machine: the packages the lab needs on it, and the Incus daemon, by systemd or by hand."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from fixtures.errors import UserMistake
from lab.cache import Cache
from lab.command import run
from lab.errors import LabError
from lab.machine import traces
from lab.machine.apt import Apt
from lab.progress import task
from lab.state import State

_PACKAGES = {
    "btrfs": "btrfs-progs",
    "debootstrap": "debootstrap",
    "iptables": "iptables",
    "nft": "nftables",
    "ip": "iproute2",
    "dnsmasq": "dnsmasq-base",
    "newuidmap": "uidmap",
    "sudo": "sudo",
}
"""Program to the package that brings it."""
_INCUS = ("incus-base/bookworm-backports", "incus-client/bookworm-backports")
_DAEMONS = ("/usr/libexec/incus/incusd", "/opt/incus/bin/incusd")
_SYSTEMD = Path("/run/systemd/system")
"""There when systemd is PID 1."""
HOME = Path("/var/lib/incus")
_LOG = "/var/log/incus/incusd.log"
_START = 60.0
"""Seconds that the daemon may take until it answers."""


def missing() -> list[str]:
    """The packages that this machine lacks."""
    packages = [package for program, package in _PACKAGES.items() if shutil.which(program) is None]
    return packages if shutil.which("incus") and _daemon() else [*_INCUS, *packages]


def install(cache: Cache, state: State) -> None:
    """Install what is missing; a daemon that systemd starts with its package counts as started by us.

    Raises `UserMistake` when the packages are not to be had.
    """
    packages = missing()
    if not packages:
        return
    with task("host", f"install {' '.join(packages)}"):
        try:
            Apt.machine(cache).install(packages)
        except LabError as error:
            raise UserMistake(f"no Incus to be had: {error}") from error
    if _INCUS[0] in packages and _SYSTEMD.is_dir():
        state.write("host/daemon", "systemd")


def answering() -> bool:
    """Whether the Incus daemon answers."""
    if shutil.which("incus") is None:
        return False
    return run(["incus", "query", "/1.0"], check=False, timeout=20).status == 0


def start_daemon(state: State) -> None:
    """Start the Incus daemon unless it answers; the state remembers that it was us.

    Raises `LabError` with the end of its log when it does not come up.
    """
    traces.remember(state)
    if answering():
        return
    with task("incus", "start the daemon"):
        if _SYSTEMD.is_dir():
            run(["systemctl", "start", "incus.service"], timeout=_START)
            state.write("host/daemon", "systemd")
        else:
            program = _daemon()
            if program is None:
                raise UserMistake(f"no Incus daemon here: looked for {', '.join(_DAEMONS)}")
            _forget_former_boot(state)
            daemon = subprocess.Popen(
                [program, "--group", "sudo", "--logfile", _LOG],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            state.write("host/daemon", str(daemon.pid))
        _await()


def _forget_former_boot(state: State) -> None:
    """After a reboot, process ids in Incus' files are other programs': it must not stop those."""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    if state.read("host/boot") not in (None, boot):
        for stale in (HOME / "networks").glob("*/*.pid"):
            stale.unlink()
    state.write("host/boot", boot)


def _await() -> None:
    deadline = time.monotonic() + _START
    while not answering():
        if time.monotonic() > deadline:
            log = Path(_LOG)
            words = log.read_text(errors="replace")[-1500:] if log.exists() else "it wrote no log"
            raise LabError(f"the Incus daemon does not answer after {_START:.0f} s:\n{words}")
        time.sleep(0.3)


def _daemon() -> str | None:
    return next((path for path in _DAEMONS if Path(path).exists()), None)
