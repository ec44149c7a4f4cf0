"""Light instances in an Incus project of their own, made of the lab's image on a bridge of their own, and removed."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from ipaddress import IPv4Interface, IPv4Network
from types import TracebackType

from fixtures.errors import UserMistake
from lab.errors import LabError
from lab.instances import image
from lab.instances.incus import Incus
from lab.instances.node import Node
from lab.instances.start import bring_up, each
from lab.machine import traces
from lab.machine.lock import changing
from lab.network.reachability import used_ranges
from lab.site import Lab

PROJECT = "gbo-bench"
BRIDGE = "gbobench0"
SUBNET = IPv4Network("10.0.77.0/24")
UNIT = "answer"
PORT = 8080
_FIRST = 10
_PATIENCE = 90.0
_SERVICE = f"""\
[Unit]
Description=A page over HTTP
[Service]
ExecStart=/usr/bin/python3 -m http.server {PORT} --bind 0.0.0.0 --directory /opt/gbo/data
[Install]
WantedBy=multi-user.target
"""
_START = f"""\
for i in $(seq 300); do
    case "$(systemctl is-system-running 2>&1)" in running|degraded) break ;; esac
    sleep 0.1
done
systemctl enable --quiet --now {UNIT}
"""


class Light:
    """As many instances as are asked for, each with one HTTP server; gone with the block, also what an earlier left."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._incus = Incus(PROJECT, BRIDGE, lab.incus.pool)
        self._gateway = IPv4Interface(f"{SUBNET[1]}/{SUBNET.prefixlen}")
        self._alias = ""
        self._held = ExitStack()
        self.addresses: dict[str, str] = {}

    def __enter__(self) -> Light:
        """Project, bridge and image are there, and no instance. Raises `UserMistake` where the range is taken."""
        with self._held:
            self._held.enter_context(changing(self._lab.cache))
            self._remove()
            for used, owner in used_ranges({BRIDGE}):
                if SUBNET.overlaps(used):
                    raise UserMistake(f"the benchmark needs {SUBNET}, but this machine uses {used} ({owner})")
            self._held.callback(self._remove)
            self._incus.create_base(str(self._gateway))
            self._alias = self._incus.import_image(image.build(self._lab.cache))
            self._held = self._held.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove all of it."""
        self._held.close()

    def grow(self, count: int) -> dict[str, str]:
        """Make instances until there are `count` that answer; give the addresses of all, by name."""
        old = set(self.addresses)
        self.addresses = {f"light-{n:02}": str(SUBNET[_FIRST + n]) for n in range(1, count + 1)}
        bring_up(self._incus, self._alias, self.addresses, self._gateway, str(self._gateway.ip))
        each(self._set_up, [name for name in self.addresses if name not in old])
        return self.addresses

    def node(self, name: str) -> Node:
        """One of them."""
        return Node(name, self.addresses[name], self._incus)

    def _set_up(self, name: str) -> None:
        node = self.node(name)
        node.push(f"/etc/systemd/system/{UNIT}.service", _SERVICE.encode())
        node.run("sh", "-c", _START, timeout=_PATIENCE)
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                socket.create_connection((node.address, PORT), timeout=1).close()
            except OSError as error:
                if time.monotonic() > deadline:
                    raise LabError(f"{name} does not answer on port {PORT}: {error}") from error
                time.sleep(0.2)
            else:
                return

    def _remove(self) -> None:
        if self._incus.exists("projects", PROJECT):
            each(self._incus.delete_instance, self._incus.instances())
            self._incus.delete_project()
        self._incus.delete_network()
        traces.remove_groups(f"lxc.*.{PROJECT}_*")
