"""Old versions asked for with our own first message: real servers of OpenSSL, and answers that others give."""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.clients.old_tls import Oldest, oldest
from fixtures.errors import FactUnavailable
from tests.unit.facts.local import issue, serving, silent

Talk = Callable[[socket.socket], None]
SERVER_HELLO = bytes.fromhex("16 03 02 00 31 02 00 00 2d 03 02")


def asked(talk: Talk, limit: float = 3) -> Oldest:
    with serving(talk) as port, socket.create_connection(("127.0.0.1", port), timeout=limit) as connection:
        return oldest(connection, "service.test")


def answers(words: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(words)

    return talk


def openssl(folder: Path, oldest_taken: ssl.TLSVersion, newest: ssl.TLSVersion, ciphers: str) -> Talk:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*issue("service.test", names=("service.test",)).write(folder))
    context.set_ciphers(ciphers)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = oldest_taken, newest

    def talk(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as secure:
            secure.recv(1)

    return talk


WEAK, DEFAULT = "ALL:@SECLEVEL=0", "DEFAULT"
V = ssl.TLSVersion


@pytest.mark.parametrize(
    ("lowest", "highest", "ciphers", "version"),
    [
        (V.TLSv1, V.TLSv1_3, WEAK, "TLS 1.1"),
        (V.TLSv1, V.TLSv1, WEAK, "TLS 1.0"),
        (V.TLSv1_1, V.TLSv1_2, WEAK, "TLS 1.1"),
        (V.TLSv1, V.TLSv1_3, DEFAULT, None),
        (V.TLSv1_2, V.TLSv1_3, WEAK, None),
        (V.TLSv1_3, V.TLSv1_3, DEFAULT, None),
    ],
)
def test_openssl(tmp_path: Path, lowest: V, highest: V, ciphers: str, version: str | None) -> None:
    found = asked(openssl(tmp_path, lowest, highest, ciphers))
    assert found.version == version
    assert found.said.startswith("goes on" if version else "TLS alert")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (bytes.fromhex("15 03 02 00 02 02 46"), Oldest(None, "TLS alert 70")),
        (bytes.fromhex("15 03 01 00 02 02 28"), Oldest(None, "TLS alert 40")),
        (b"", Oldest(None, "hangs up")),
        (SERVER_HELLO, Oldest("TLS 1.1", "goes on with version 03 02")),
        (SERVER_HELLO[:-1] + b"\3", Oldest(None, "goes on with version 03 03")),
        (SERVER_HELLO[:-1] + b"\0", Oldest("SSL 3.0", "goes on with version 03 00")),
    ],
)
def test_answers_of_others(words: bytes, found: Oldest) -> None:
    assert asked(answers(words)) == found


def test_silence_is_no_old_version() -> None:
    assert asked(silent, 0.2) == Oldest(None, "no answer")


def test_another_protocol_says_nothing_of_versions() -> None:
    with pytest.raises(FactUnavailable, match="not TLS"):
        asked(answers(b"HTTP/1.0 400 Bad Request\r\n\r\n"))
