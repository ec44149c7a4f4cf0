from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import FactUnavailable
from fixtures.facts.certificate import Certificate, covers
from fixtures.facts.tls import TlsFacts
from tests.unit.facts.local import HOUR, Issued, access, issue, nothing, serving, speaking_tls

AUTHORITY = issue("authority")
OTHER = issue("other authority")


@pytest.fixture(scope="module")
def tls() -> TlsFacts:
    return TlsFacts(load("lab").environment, access(), nothing())


def shown(tls: TlsFacts, folder: Path, leaf: Issued, *chain: Issued, name: str = "chat.lab.test") -> Certificate:
    with serving(speaking_tls(leaf.write(folder, *chain))) as port:
        return tls.shown("proxy", port, name, AUTHORITY.pem)


def verdict(found: Certificate) -> tuple[bool, bool, bool | None, bool | None]:
    return found.offered, found.trusted, found.covers_name, found.in_date


def test_valid(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", AUTHORITY, ("chat.lab.test", "10.0.9.1")))
    assert verdict(found) == (True, True, True, True)
    assert found.names == ("chat.lab.test", "10.0.9.1")
    assert found.share_left == pytest.approx(0.5, abs=0.01)


def test_expired_and_nothing_else(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", AUTHORITY, ("chat.lab.test",), -2 * HOUR, -HOUR))
    assert verdict(found) == (True, True, True, False)
    assert found.share_left == pytest.approx(-1, abs=0.01)
    assert found.said == "certificate has expired"


def test_not_yet_valid(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", AUTHORITY, ("chat.lab.test",), HOUR, 2 * HOUR))
    assert verdict(found) == (True, True, True, False)


def test_wrong_name(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("chat.lab.test", AUTHORITY, ("other.lab.test",)))
    assert verdict(found) == (True, True, False, True), "the common name does not count"


def test_other_authority(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", OTHER, ("chat.lab.test",)))
    assert verdict(found) == (True, False, True, True)


def test_everything_wrong_at_once(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", OTHER, ("other.lab.test",), -2 * HOUR, -HOUR))
    assert verdict(found) == (True, False, False, False)


def test_authority_between_has_expired(tls: TlsFacts, tmp_path: Path) -> None:
    between = issue("between", AUTHORITY, begins=-2 * HOUR, ends=-HOUR)
    found = shown(tls, tmp_path, issue("x", between, ("chat.lab.test",)), between)
    assert verdict(found) == (True, False, True, True), "the leaf's own dates are right: it is the chain"
    assert found.said == "certificate has expired"


def test_authority_between_is_not_sent(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", issue("between", AUTHORITY), ("chat.lab.test",)))
    assert verdict(found) == (True, False, True, True)


def test_plain_text_is_an_answer(tls: TlsFacts) -> None:
    with serving(lambda plain: plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        found = tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem)
    assert verdict(found) == (False, False, None, None)
    assert found.said == "no TLS here: WRONG_VERSION_NUMBER"


def test_closing_at_once_is_no_answer(tls: TlsFacts) -> None:
    with serving(lambda _plain: None) as port, pytest.raises(FactUnavailable):
        tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem)


def test_refused_connection_is_no_answer(tls: TlsFacts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FactUnavailable, match="no connection"):
        tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem)


def _line(plain: socket.socket) -> bytes:
    text = b""
    while not text.endswith(b"\n"):
        text += plain.recv(1)
    return text


def _smtp(plain: socket.socket) -> None:
    plain.sendall(b"220-mail\r\n220 ready\r\n")
    assert _line(plain).startswith(b"EHLO ")
    plain.sendall(b"250-mail\r\n250 STARTTLS\r\n")
    assert _line(plain) == b"STARTTLS\r\n"
    plain.sendall(b"220 go\r\n")


def _smtp_without(plain: socket.socket) -> None:
    plain.sendall(b"220 ready\r\n")
    _line(plain)
    plain.sendall(b"250 mail\r\n")
    _line(plain)
    plain.sendall(b"502 5.5.1 Error: command not implemented\r\n")


def _imap(plain: socket.socket) -> None:
    plain.sendall(b"* OK ready\r\n")
    assert _line(plain) == b"a STARTTLS\r\n"
    plain.sendall(b"* CAPABILITY IMAP4rev1\r\na OK go\r\n")


def _postgresql(plain: socket.socket) -> None:
    assert plain.recv(8) == bytes.fromhex("0000000804d2162f")
    plain.sendall(b"S")


@pytest.mark.parametrize(("word", "before"), [("smtp", _smtp), ("imap", _imap), ("postgresql", _postgresql)])
def test_starttls(tls: TlsFacts, tmp_path: Path, word: str, before: object) -> None:
    leaf = issue("x", AUTHORITY, ("chat.lab.test",)).write(tmp_path)
    with serving(speaking_tls(leaf, before)) as port:  # type: ignore[arg-type]  # a function of the list above
        assert verdict(tls.shown("email", port, "chat.lab.test", AUTHORITY.pem, word)) == (True, True, True, True)


@pytest.mark.parametrize(
    ("word", "talk", "said"),
    [
        ("smtp", _smtp_without, "502 5.5.1 Error: command not implemented"),
        ("smtp", lambda plain: plain.sendall(b"421 busy\r\n"), "421 busy"),
        ("imap", lambda plain: plain.sendall(b"* BYE too many\r\n"), "* BYE too many"),
        ("postgresql", lambda plain: plain.sendall(b"N"), "no TLS here (N)"),
    ],
)
def test_a_refusal_is_an_answer(tls: TlsFacts, word: str, talk: object, said: str) -> None:
    with serving(talk) as port:  # type: ignore[arg-type]  # a function of the list above
        found = tls.shown("email", port, "chat.lab.test", AUTHORITY.pem, word)
    assert (found.offered, found.said) == (False, said)


@pytest.mark.parametrize(
    ("names", "wanted", "covered"),
    [
        (["chat.lab.test"], "chat.lab.test", True),
        (["CHAT.lab.test"], "chat.LAB.test.", True),
        (["*.lab.test"], "chat.lab.test", True),
        (["*.lab.test"], "lab.test", False),
        (["*.lab.test"], "a.chat.lab.test", False),
        (["c*.lab.test"], "chat.lab.test", False),
        (["*"], "vault", False),
        (["10.0.9.1"], "10.0.9.1", True),
        (["*.0.9.1"], "10.0.9.1", False),
        ([], "chat.lab.test", False),
    ],
)
def test_names(names: list[str], wanted: str, covered: bool) -> None:
    assert covers(names, wanted) is covered


def test_summary_tells_dates_and_names(tls: TlsFacts, tmp_path: Path) -> None:
    leaf = issue("x", AUTHORITY, ("chat.lab.test",), ends=timedelta(days=1))
    assert f"by {leaf.certificate.issuer.rfc4514_string()}" in shown(tls, tmp_path, leaf).summary
