"""A room led to a server of this machine that says what a test lays down, line by line."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

from tests.unit.facts.local import LocalAccess, serving

SECRET = "s3cret"


def facts() -> Any:
    """Vault with one secret, and no TLS."""

    def credential(_path: str, key: str) -> str:
        return {"smtp_user": "bot@lab.test"}.get(key, SECRET)

    return SimpleNamespace(
        vault=SimpleNamespace(credential=credential),
        tls=SimpleNamespace(context_of=lambda *_: ssl.create_default_context()),
    )


def room(kind: type[Any]) -> Any:
    """The facts of a room, with no memory of earlier questions."""
    env = SimpleNamespace(vectordb=SimpleNamespace(secret="gbo/vectordb"), containers={"here": "here"})
    return kind(cast("Any", env), cast("Any", LocalAccess()), facts())


def script(*answers: bytes) -> Any:
    """Says the first answer, and each other one after something was heard; then hangs up."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(answers[0])
        for answer in answers[1:]:
            if not connection.recv(4096):
                return
            connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass

    return talk


class Saying:
    """A server whose answer changes between questions: it is sent whatever is asked, then the line is closed."""

    def __init__(self) -> None:
        self.answer = b""
        self.port = 0

    def talk(self, connection: socket.socket) -> None:
        connection.sendall(self.answer)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass


@contextmanager
def saying() -> Iterator[Saying]:
    server = Saying()
    with serving(server.talk) as port:
        server.port = port
        yield server
