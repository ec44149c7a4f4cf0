"""A server in `outside`, which takes connections and says nothing: what containers must be able to reach.

It is a process of its own and outlives `lab up`; its number is kept in the state.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from ipaddress import IPv4Address
from pathlib import Path

from lab.command import run
from lab.errors import LabError
from lab.site import Lab

PID = "host/visitor"
PROGRAM = """
import selectors, socket, sys
ready = selectors.DefaultSelector()
for port in sys.argv[2:]:
    ready.register(socket.create_server((sys.argv[1], int(port)), backlog=64), selectors.EVENT_READ)
while True:
    for key, _ in ready.select():
        key.fileobj.accept()[0].close()
"""
PATIENCE = 10.0
"""Seconds until it listens."""


def standing(lab: Lab, namespace: str, address: IPv4Address) -> bool:
    """Whether it listens on every port that is declared for its address."""
    ports = _ports(lab, address)
    heard = run(["ip", "netns", "exec", namespace, "ss", "-Hltn"], check=False).text
    return all(f"{address}:{port} " in heard for port in ports)


def start(lab: Lab, namespace: str, address: IPv4Address) -> None:
    """Start it anew, unless it stands."""
    if standing(lab, namespace, address):
        return
    stop(lab)
    ports = map(str, _ports(lab, address))
    command = ["ip", "netns", "exec", namespace, sys.executable, "-c", PROGRAM, str(address), *ports]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    lab.state.write(PID, str(process.pid))
    ends = time.monotonic() + PATIENCE
    while not standing(lab, namespace, address):
        if process.poll() is not None or time.monotonic() > ends:
            raise LabError(f"network: nothing in {namespace} could be made to listen at {address}")
        time.sleep(0.05)


def stop(lab: Lab) -> None:
    """End it; one that is not there is fine."""
    pid = lab.state.read(PID)
    if pid is not None and PROGRAM.encode() in _command(pid):
        os.kill(int(pid), signal.SIGTERM)
    lab.state.forget(PID)


def _command(pid: str) -> bytes:
    file = Path("/proc", pid, "cmdline")
    return file.read_bytes() if file.exists() else b""


def _ports(lab: Lab, address: IPv4Address) -> list[int]:
    return sorted({each.port for each in lab.env.network.egress.values() if each.host == str(address)})
