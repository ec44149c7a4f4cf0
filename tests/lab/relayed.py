"""A plugin (`-p tests.lab.relayed`): the lab as an Incus remote would be reached, by the API and through a relay.

Nothing runs on the host but `incus`, no datagram gets through, and a port of this machine accepts each connection
before anything is known of the container's.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Sequence

from fixtures.access import kinds
from fixtures.access.base import Access
from fixtures.access.can import HOST
from fixtures.access.local import LocalAccess
from fixtures.access.process import Completed, shown
from fixtures.expectations import AccessPath, Container, Vantage

LIMIT = 30.0


class Relayed(LocalAccess):
    """Incus by its API alone."""

    kind = "remote"
    can = frozenset()

    def __init__(self, path: AccessPath, vantage: Vantage) -> None:
        super().__init__(path, vantage)
        self._relays: dict[tuple[str, int], int] = {}
        self._making = threading.Lock()

    def run(self, argv: Sequence[str], *, input: bytes = b"", timeout: float | None = None) -> Completed:
        if argv[0] != "incus":
            self.demand(HOST, "host", shown(argv))
        return super().run(argv, input=input, timeout=timeout)

    def hostname(self) -> str:
        return Access.hostname(self)

    def endpoint(self, container: Container, port: int) -> tuple[str, int]:
        there = self.address(container, port)
        with self._making:
            if there not in self._relays:
                self._relays[there] = _relay(there)
            return "127.0.0.1", self._relays[there]


def _relay(there: tuple[str, int]) -> int:
    server = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            here, _ = server.accept()
            threading.Thread(target=_joined, args=(here, there), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    return int(server.getsockname()[1])


def _joined(here: socket.socket, there: tuple[str, int]) -> None:
    with here:
        try:
            beyond = socket.create_connection(there, LIMIT)
        except OSError:
            return  # accepted, and then hung up on: all that a client hears of it
        with beyond:
            back = threading.Thread(target=_copy, args=(beyond, here), daemon=True)
            back.start()
            _copy(here, beyond)
            back.join(LIMIT)


def _copy(one: socket.socket, other: socket.socket) -> None:
    try:
        while said := one.recv(65536):
            other.sendall(said)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one side is gone, and the other hears it by the closing


kinds.KINDS["local"] = Relayed
