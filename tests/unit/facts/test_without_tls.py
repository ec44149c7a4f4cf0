"""Who would take a login without TLS: answers of real servers, played (PostgreSQL 15, Postfix, Dovecot, Stalwart)."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.clients import stranger
from fixtures.clients.protocols import Spoken
from tests.unit.facts.local import issue, serving

Talk = Callable[[socket.socket], None]
PASSWORD = b"R\x00\x00\x00\x17\x00\x00\x00\nSCRAM-SHA-256\x00\x00"
TRUSTED = b"R\x00\x00\x00\x08\x00\x00\x00\x00"
NO_ENTRY = (
    b"E\x00\x00\x00\x9eSFATAL\x00VFATAL\x00C28000\x00"
    b'Mno pg_hba.conf entry for host "198.18.0.2", user "stranger", database "postgres", no encryption\x00'
    b"Fauth.c\x00L542\x00RClientAuthentication\x00\x00"
)


def asked(word: str, talk: Talk, limit: float = 0.4) -> Spoken:
    with serving(talk) as port:
        return stranger.ask(word, "127.0.0.1", port, limit, "service.test", "example.test")


def says(*lines: bytes, first: bytes = b"") -> Talk:
    """A server that greets, and answers each line."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(first) if first else None
        for each in lines:
            if not connection.recv(4096):
                return
            connection.sendall(each)
        connection.recv(4096)

    return talk


@pytest.mark.parametrize(
    ("word", "talk", "speaks", "said"),
    [
        ("plain/postgresql", says(PASSWORD), "open", "asks for a password without TLS"),
        ("plain/postgresql", says(TRUSTED), "open", "without TLS"),
        ("plain/postgresql", says(NO_ENTRY), "closed", "no encryption"),
        ("plain/smtp", says(b"250-a\r\n250-STARTTLS\r\n250 AUTH=PLAIN\r\n", first=b"220 a\r\n"), "open", "AUTH=PLAIN"),
        ("plain/smtp", says(b"250-a\r\n250 STARTTLS\r\n", first=b"220 a\r\n"), "closed", "offers no AUTH before TLS"),
        ("plain/smtp", says(first=b"554 no\r\n"), "closed", "554 no"),
        (
            "plain/imap",
            says(b"* CAPABILITY IMAP4 STARTTLS LOGINDISABLED\r\na OK\r\n", first=b"* OK\r\n"),
            "closed",
            "LOGIN",
        ),
        (
            "plain/imap",
            says(b"* CAPABILITY IMAP4 AUTH=PLAIN\r\na OK done\r\n", first=b"* OK\r\n"),
            "open",
            "AUTH=PLAIN",
        ),
        ("plain/tls", says(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "open", "speaks no TLS"),
        ("plain/tls", says(b"\x15\x03\x03\x00\x02\x02\x50"), "closed", "TLS alert 80"),
        ("plain/tls", lambda _: None, "something else", "hangs up during the handshake"),
    ],
)
def test_without_tls(word: str, talk: Talk, speaks: str, said: str) -> None:
    found = asked(word, talk)
    assert (found.speaks, said in found.said) == (speaks, True), found


def test_a_server_of_tls(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*issue("service.test", names=("service.test",)).write(tmp_path))

    def talk(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as secure:
            secure.recv(1)

    assert asked("plain/tls", talk) == Spoken("closed", "speaks TLS")


def test_who_lets_us_wait_is_not_judged() -> None:
    found = asked("plain/imap", says(first=b""), 0.1)
    assert found.speaks == "nothing"
