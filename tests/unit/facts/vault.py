"""A server that answers as Vault, or as what stands before it, and the facts that ask it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

from fixtures.expectations.vault import VaultServer
from fixtures.facts.cache import Facts
from tests.unit.environments import environment
from tests.unit.facts.local import access


def asked(port: int, question: Callable[[Any, VaultServer], object], **declared: object) -> object:
    """What the facts say of a server at that port of this machine."""
    env = environment()
    server = env.vault.servers["vault"].model_copy(update={"port": port, "tls": False, **declared})
    return question(Facts(env, access()).vault, server)


def http(status: str, body: str, *headers: str) -> Callable[[socket.socket], None]:
    """A server that says this; in JSON, where no header says otherwise."""
    said = [*headers, *([] if any("Content-Type" in each for each in headers) else ["Content-Type: application/json"])]

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        head = "\r\n".join([f"HTTP/1.1 {status}", *said, f"Content-Length: {len(body)}", "", ""])
        connection.sendall((head + body).encode())

    return talk
