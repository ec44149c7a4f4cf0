"""Whose process is at the other end of a connection on loopback. Source: proc(5), /proc/net/tcp."""

from __future__ import annotations

import socket
import sys
from pathlib import Path
from typing import Any

TABLE = Path("/proc/net/tcp")


def owner(client: Any, server: Any) -> int | None:
    """The user id of the client's end; None where the kernel does not list it."""
    wanted = (_shown(client), _shown(server))
    for row in TABLE.read_text("ascii").splitlines()[1:]:
        fields = row.split()
        if (fields[1], fields[2]) == wanted:
            return int(fields[7])
    return None


def _shown(address: tuple[str, int]) -> str:
    """An address as the table has it: the bytes of the network, read as a number of this machine."""
    number = int.from_bytes(socket.inet_aton(address[0]), sys.byteorder)
    return f"{number:08X}:{address[1]:04X}"
