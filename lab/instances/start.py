"""Brings the lab's instances up: creates what is missing, starts what stands, all in parallel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Interface
from typing import TypeVar

from lab.errors import LabError
from lab.instances.incus import Incus
from lab.progress import say

PATIENCE = 45.0
"""Seconds that an instance may be busy with a start of its own."""

T = TypeVar("T")
R = TypeVar("R")


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
    """Create, start or thaw every instance that needs it; give the names of those that were started.

    One that fails does not stop the others, and is told: its component finds that it does not run.
    """
    found = incus.instances()

    def one(name: str) -> str | None:
        if name not in found:
            address = IPv4Interface(f"{addresses[name]}/{gateway.network.prefixlen}")
            network = {
                "user.lab.address": str(address.ip),
                "user.lab.prefix": str(address.network.prefixlen),
                "user.lab.gateway": str(gateway.ip),
                "user.lab.dns": dns,
            }
            incus.create_instance(name, image, address, network)
        elif found[name]["status"] == "Running":
            return None
        elif found[name]["status"] == "Frozen":
            incus.change_state(name, "unfreeze")
            return None
        start(incus, name)
        say(name, f"started at {addresses[name]}")
        return name

    def alone(name: str) -> str | None:
        try:
            return one(name)
        except LabError as error:
            say(name, f"FAILED: {error}")  # its component says the rest
            return None

    return [name for name in each(alone, addresses) if name is not None]
