"""A service that takes a connection and trickles costs one deadline, by whatever client it is asked."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import IPv4Address
from types import SimpleNamespace
from typing import Any, cast

import pytest
import requests

from fixtures.clients import deadline, http, imap, name_server, postgresql, protocols, redis, smtp, starttls
from fixtures.clients import vault as vault_client
from fixtures.clients.dialogue import Dialogue
from fixtures.clients.handshake import shake
from fixtures.errors import NotAnswering
from fixtures.expectations.dns import NameServer
from fixtures.facts.dns import DnsFacts

STEP, WHOLE, PAUSE = 0.2, 0.4, 0.04
BOUND = 3.0
"""Seconds: the deadline, and what a busy machine adds; before, each of these went on for ever."""
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999\r\n\r\n"
LOGGED_IN = b"R\0\0\0\x08\0\0\0\0" + b"Z\0\0\0\x05I"
Ask = Callable[[int], object]


@contextmanager
def trickling(at_once: bytes, slowly: bytes) -> Iterator[int]:
    """A real server: its port. Says `at_once`, then `slowly` byte by byte, its last byte without end."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve(line: socket.socket) -> None:
            with line, contextlib.suppress(OSError):
                line.sendall(at_once)
                said = 0
                while not over.wait(PAUSE):
                    line.sendall(slowly[said : said + 1] or slowly[-1:])
                    said += 1

        def accept() -> None:
            with contextlib.suppress(OSError):
                while not over.is_set():
                    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield server.getsockname()[1]
        over.set()


def line(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), STEP)


def web(port: int, *, tls: bool = False) -> object:
    context = ssl.create_default_context() if tls else None
    return http.ask("it", ("127.0.0.1", port), "/", host="it.test" if tls else None, context=context)


def vault(port: int) -> object:
    sys: Any = vault_client.client(f"http://127.0.0.1:{port}", "", None, None).sys
    return sys.read_seal_status()


def sql(port: int) -> object:
    known = {"host": "127.0.0.1", "hostaddr": "127.0.0.1", "port": str(port), "user": "u", "dbname": "d"}
    with postgresql.connected("it", "d", {**known, "sslmode": "disable"}) as connection:
        return connection.execute("SELECT 1").fetchone()


def dns_stream(port: int) -> object:
    facts = DnsFacts(cast(Any, SimpleNamespace()), cast(Any, SimpleNamespace(can={"udp"})), cast(Any, None))
    address = IPv4Address("127.0.0.1")
    server = NameServer(container="dns", key="it", name="it", address=address, port=port, zones=("lab.test",))
    return facts.answer(server, "lab.test", "SOA", "tcp")


def mail(port: int) -> object:
    with Dialogue(line(port), "it", "SMTP") as server:
        return smtp.manners(server, at_once=None, starttls=None)


def mailbox(port: int) -> object:
    with Dialogue(line(port), "it", "IMAP") as server:
        return imap.mailbox(server, at_once=None, starttls=None, login=None)


def cache(port: int) -> object:
    with Dialogue(line(port), "it", "PING") as server:
        return redis.ping(server, None)


def handshake(port: int) -> object:
    with line(port) as plain:
        return shake(plain, ssl.create_default_context(), "it.test")


def before_tls(port: int) -> object:
    with line(port) as plain:
        return starttls.agree("smtp", plain, STEP)


def first_words(port: int) -> object:
    return protocols.listen("http", "127.0.0.1", port, WHOLE, "it.test").speaks


NOT = NotAnswering
CASES: list[tuple[str, Ask, bytes, bytes, type[Exception] | str]] = [
    ("http", web, b"", b"HTTP/1.1 200 OK\r\nx: y", NOT),
    ("http-body", web, HEAD, b"x", NOT),
    ("https", lambda port: web(port, tls=True), b"", b"\x16\x03\x03\x40\0\x02\0\x3f\0\0", NOT),
    ("vault", vault, b"", b"HTTP/1.1 200 OK\r\nx: y", requests.ReadTimeout),
    ("vault-body", vault, HEAD, b" ", requests.ReadTimeout),
    ("postgresql-login", sql, b"", b"R\0\0\xff\xff\0", NOT),
    ("postgresql", sql, LOGGED_IN, b"C\0\0\x70\0\0", NOT),
    ("dns-tcp", dns_stream, b"", b"\xff\xff\0", NOT),
    ("smtp", mail, b"", b"220 x", NOT),
    ("imap", mailbox, b"", b"* OK x", NOT),
    ("redis", cache, b"", b"+PONG", NOT),
    ("tls", handshake, b"", b"\x16\x03\x03\x40\0\x02\0\x3f\0\0", TimeoutError),
    ("starttls", before_tls, b"", b"220 x", TimeoutError),
    ("first-words", first_words, b"", b"HTTP", "something else"),
]


@pytest.mark.parametrize(("ask", "at_once", "slowly", "answer"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_a_service_that_trickles_costs_one_deadline(
    monkeypatch: pytest.MonkeyPatch, ask: Ask, at_once: bytes, slowly: bytes, answer: type[Exception] | str
) -> None:
    for module in (http, postgresql, vault_client, deadline):
        monkeypatch.setattr(module, "STEP", STEP)
        monkeypatch.setattr(module, "WHOLE", WHOLE)
    monkeypatch.setattr(name_server, "STEP", STEP)
    with trickling(at_once, slowly) as port:
        begun = time.monotonic()
        if isinstance(answer, str):
            assert ask(port) == answer
        else:
            with pytest.raises(answer):
                ask(port)
        assert time.monotonic() - begun < BOUND
