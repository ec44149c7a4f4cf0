"""Brings the lab's instances up: creates what is missing, starts what stands, all in parallel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Interface
from typing import TypeVar

from lab.errors import LabError
from lab.incus import Incus
from lab.progress import say

PATIENCE = 45.0
"""Seconds that an instance may be busy with a start of its own."""

T = TypeVar("T")
R = TypeVar("R")

INTERFACES = """\
auto lo
iface lo inet loopback

auto eth0
iface eth0 inet static
    address {address}/{prefix}
    gateway {gateway}
"""
RESOLVER = """\
nameserver {dns}
nameserver {gateway}
options timeout:1 attempts:2
"""


def each(function: Callable[[T], R], things: Iterable[T], *, width: int = 8) -> list[R]:
    """Apply a function to all things in parallel threads; the first error is raised when all have ended."""
    with ThreadPoolExecutor(max_workers=width) as pool:
        jobs = [pool.submit(function, thing) for thing in things]
    return [job.result() for job in jobs]


def start(incus: Incus, name: str) -> None:
    """Start an instance; the daemon may be doing so by itself, for it starts them all when it comes up."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            incus.change_state(name, "start")
        except LabError:
            if incus.status(name) == "Running":
                return
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return


def bring_up(incus: Incus, image: str, addresses: dict[str, str], gateway: IPv4Interface, dns: str) -> list[str]:
    """Create, start or thaw every instance that needs it; give the names of those that were started."""
    found = incus.instances()

    def one(name: str) -> str | None:
        address = addresses[name]
        if name not in found:
            incus.create_instance(name, image, address)
            network = {"address": address, "prefix": gateway.network.prefixlen, "gateway": gateway.ip}
            incus.push(name, "/etc/network/interfaces", INTERFACES.format(**network).encode())
            incus.push(name, "/etc/resolv.conf", RESOLVER.format(dns=dns, gateway=gateway.ip).encode())
            incus.push(name, "/etc/hosts", f"127.0.0.1 localhost\n{address} {name}\n".encode())
        elif found[name]["status"] == "Running":
            return None
        elif found[name]["status"] == "Frozen":
            incus.change_state(name, "unfreeze")
            return None
        start(incus, name)
        say(name, f"started at {address}")
        return name

    return [name for name in each(one, addresses) if name is not None]
