from __future__ import annotations

import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fixtures.clients.handshake import trusting
from fixtures.errors import FactUnavailable, NotAnswering
from fixtures.expectations.tls import Authority
from fixtures.facts.cache import memory_of
from fixtures.facts.tls import TlsFacts
from fixtures.parsers.certificate import Certificate, covers, names_in
from tests.unit.environments import environment
from tests.unit.facts.local import HOUR, Issued, access, issue, nothing, serving, silent, speaking_tls

AUTHORITY = issue("authority", ends=24 * HOUR)
OTHER = issue("other authority")


@pytest.fixture(scope="module")
def tls() -> TlsFacts:
    return TlsFacts(environment(), access(), nothing())


def shown(tls: TlsFacts, folder: Path, leaf: Issued, *chain: Issued, name: str = "chat.lab.test") -> Certificate:
    with serving(speaking_tls(leaf.write(folder, *chain))) as port:
        return tls.shown("proxy", port, name, AUTHORITY.pem)


def verdict(found: Certificate) -> tuple[bool, bool, bool | None, bool]:
    """Shown, trusted, covering, and nothing in the chain out of date."""
    return found.shown, found.trusted, found.covers_name, not found.out_of_date


def ended(issued: Issued) -> str:
    return f"expired {issued.certificate.not_valid_after_utc:%Y-%m-%d %H:%M} UTC"


def test_valid(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", AUTHORITY, ("chat.lab.test", "10.0.9.1")))
    assert verdict(found) == (True, True, True, True)
    assert found.names == ("chat.lab.test", "IP:10.0.9.1")
    assert found.share_left == pytest.approx(0.5, abs=0.01)


def test_expired_and_nothing_else(tls: TlsFacts, tmp_path: Path) -> None:
    leaf = issue("x", AUTHORITY, ("chat.lab.test",), -2 * HOUR, -HOUR)
    found = shown(tls, tmp_path, leaf)
    assert verdict(found) == (True, True, True, False)
    assert found.share_left == pytest.approx(-1, abs=0.01)
    assert found.out_of_date == (f"the certificate itself {ended(leaf)}",)


def test_not_yet_valid(tls: TlsFacts, tmp_path: Path) -> None:
    leaf = issue("x", AUTHORITY, ("chat.lab.test",), HOUR, 2 * HOUR)
    found = shown(tls, tmp_path, leaf)
    begins = f"{leaf.certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
    assert verdict(found) == (True, True, True, False)
    assert found.out_of_date == (f"the certificate itself is valid only from {begins}",)


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
    assert verdict(found) == (True, True, True, False)
    assert found.out_of_date == (f"its authority CN=between {ended(between)}",)
    assert found.share_left == pytest.approx(-0.5, abs=0.01), "it is at its end with the first of its chain"


def test_the_trusted_authority_has_expired(tls: TlsFacts, tmp_path: Path) -> None:
    root = issue("root", begins=-2 * HOUR, ends=-HOUR)
    leaf = issue("x", root, ("chat.lab.test",), -2 * HOUR, -HOUR)
    with serving(speaking_tls(leaf.write(tmp_path))) as port:
        found = tls.shown("proxy", port, "chat.lab.test", root.pem)
    assert verdict(found) == (True, True, True, False)
    assert found.out_of_date == (
        f"the certificate itself {ended(leaf)}",
        f"the trusted authority CN=root {ended(root)}",
    )


def test_a_name_that_looks_like_an_address_covers_none(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", AUTHORITY, ("DNS:10.0.2.12",)), name="10.0.2.12")
    assert verdict(found) == (True, True, False, True)
    assert "for DNS:10.0.2.12" in found.summary


def test_one_shared_certificate_is_one_finding(tls: TlsFacts, tmp_path: Path) -> None:
    names = ("chat.lab.test", "login.lab.test")
    leaf = issue("x", AUTHORITY, names, -2 * HOUR, -HOUR)
    one, two = (shown(tls, tmp_path, leaf, name=name) for name in names)
    assert (one.out_of_date, one.summary) == (two.out_of_date, two.summary)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (40, "TLS alert 40 (handshake failure): TLS is there, but no certificate for this name that our side can use"),
        (70, "TLS alert 70 (protocol version): TLS is there, but in none of the versions 1.2 and 1.3"),
        (80, "TLS alert 80 (internal error): TLS is there, but no certificate for this name (Caddy: not obtained yet"),
        (112, "TLS alert 112 (unrecognized name): TLS is there, but no certificate for this name"),
        (116, "TLS alert 116 (certificate required): it wants a certificate of the client"),
        (49, "TLS alert 49 (access denied)"),
        (120, "no handshake: "),
    ],
)
def test_an_alert_is_an_answer(tls: TlsFacts, number: int, said: str) -> None:
    def talk(plain: socket.socket) -> None:
        plain.recv(4096)
        plain.sendall(bytes((0x15, 3, 3, 0, 2, 2, number)))

    with serving(talk) as port:
        found = tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem)
    assert (found.offered, found.shown) == (True, False)
    assert found.said.startswith(said)
    assert found.summary == found.said


def test_silence_is_an_answer(tls: TlsFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tls", "room"):
        monkeypatch.setattr(f"fixtures.facts.{module}.STEP", 0.1)
    for word in ("none", "smtp", "imap", "postgresql"):
        with (
            serving(silent) as port,
            pytest.raises(NotAnswering, match=r"says nothing for 0.1 s"),
        ):
            tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem, word)


def test_an_answer_that_trickles_is_cut_off(tls: TlsFacts, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tls", "room"):
        monkeypatch.setattr(f"fixtures.facts.{module}.STEP", 0.3)

    def talk(plain: socket.socket) -> None:
        for _ in range(20):
            plain.sendall(b"220-and so on\r\n")
            time.sleep(0.1)

    with serving(talk) as port, pytest.raises(NotAnswering):
        tls.shown("email", port, "chat.lab.test", AUTHORITY.pem, "smtp")


BUNDLES = {
    "comments in UTF-8": f"# Autoridade — produção\n{AUTHORITY.pem}",
    "comments in Latin-1": b"# produ\xe7\xe3o\n".decode(errors="backslashreplace") + AUTHORITY.pem,
    "a byte order mark": "\ufeff" + AUTHORITY.pem,
    "CRLF": AUTHORITY.pem.replace("\n", "\r\n"),
    "a bundle": OTHER.pem + "\n\nthe other\n" + AUTHORITY.pem,
    "openssl x509 -text": f"Certificate:\n    Data:\n        Version: 3 (0x2)\n{AUTHORITY.pem}",
    "no newline at the end": AUTHORITY.pem.rstrip(),
}


@pytest.mark.parametrize("text", BUNDLES.values(), ids=BUNDLES)
def test_text_around_a_certificate_does_not_matter(tls: TlsFacts, tmp_path: Path, text: str) -> None:
    leaf = issue("x", AUTHORITY, ("chat.lab.test",)).write(tmp_path)
    with serving(speaking_tls(leaf)) as port:
        assert tls.shown("proxy", port, "chat.lab.test", text).trusted


def test_the_names_in_a_file() -> None:
    leaf = issue("x", AUTHORITY, ("chat.lab.test", "*.lab.test")).pem
    assert names_in(f"# by hand\n{leaf}{AUTHORITY.pem}") == ("chat.lab.test", "*.lab.test")
    assert names_in(AUTHORITY.pem) == ()
    assert names_in("nothing") == ()


@pytest.mark.parametrize("text", ["", "nothing", AUTHORITY.pem[:-40]], ids=["empty", "prose", "cut off"])
def test_what_openssl_does_not_read_is_no_certificate(text: str) -> None:
    with pytest.raises(FactUnavailable, match="no certificate"):
        trusting(text, "test")


def test_authority_between_is_not_sent(tls: TlsFacts, tmp_path: Path) -> None:
    found = shown(tls, tmp_path, issue("x", issue("between", AUTHORITY), ("chat.lab.test",)))
    assert verdict(found) == (True, False, True, True)


def test_plain_text_is_an_answer(tls: TlsFacts) -> None:
    with serving(lambda plain: plain.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")) as port:
        found = tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem)
    assert (found.offered, *verdict(found)) == (False, False, False, None, True)
    assert found.said == "no TLS here: WRONG_VERSION_NUMBER"


def test_closing_at_once_is_an_answer(tls: TlsFacts) -> None:
    with serving(lambda _plain: None) as port, pytest.raises(NotAnswering, match=r"hangs up|reset"):
        tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem)


def test_refused_connection_is_no_answer(tls: TlsFacts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FactUnavailable, match="no connection"):
        tls.shown("proxy", port, "chat.lab.test", AUTHORITY.pem)


def _line(plain: socket.socket) -> bytes:
    text = b""
    while not text.endswith(b"\n"):
        if not (byte := plain.recv(1)):
            break
        text += byte
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
        (["*.test"], "lab.test", False),
        (["IP:10.0.9.1"], "10.0.9.1", True),
        (["DNS:10.0.9.1"], "10.0.9.1", False),
        (["10.0.9.1"], "10.0.9.1", False),
        (["IP:10.0.9.1"], "chat.lab.test", False),
        (["IP:2001:db8::1"], "2001:DB8:0:0::1", True),
        (["*.0.9.1"], "10.0.9.1", False),
        ([], "chat.lab.test", False),
    ],
)
def test_names(names: list[str], wanted: str, covered: bool) -> None:
    assert covers(names, wanted) is covered


def test_summary_tells_dates_and_names(tls: TlsFacts, tmp_path: Path) -> None:
    leaf = issue("x", AUTHORITY, ("chat.lab.test",), ends=timedelta(days=1))
    assert f"by {leaf.certificate.issuer.rfc4514_string()}" in shown(tls, tmp_path, leaf).summary


class Held(TlsFacts):
    """The facts of a site whose authorities' files lie here."""

    def read_lossy(self, container: str, path: str) -> str | None:
        return {
            ("vault", "/ca"): AUTHORITY.pem,
            ("proxy", "/other"): OTHER.pem,
            ("proxy", "/past"): PAST.pem,
            ("proxy", "/server"): SERVER.pem,
        }.get((container, path))


PAST = issue("past", begins=-2 * HOUR, ends=-HOUR)
SERVER = issue("server", None, ("chat.lab.test",))
"""A server's own certificate, trusted as it is: an authority of nothing else."""


@pytest.fixture
def site() -> Held:
    env = environment()
    names = {"internal": ("vault", "/ca"), "other": ("proxy", "/other"), "past": ("proxy", "/past"), "gone": ("x", "/")}
    names["server"] = ("proxy", "/server")
    authorities = {name: Authority(name=name, container=at, file=file) for name, (at, file) in names.items()}
    endpoints = {**env.tls.endpoints, "chat": env.tls.endpoints["chat"].model_copy(update={"trust": "other"})}
    room = env.tls.model_copy(update={"authorities": authorities, "endpoints": endpoints})
    return Held(env.model_copy(update={"tls": room}), access(), nothing())


def test_the_declared_trust_is_followed(site: Held) -> None:
    chat, login = site.env.tls.endpoints["chat"], site.env.tls.endpoints["login"]
    assert site.trust_of(chat.container, chat.port, chat.server_name) == "other"
    assert site.trust_of(login.container, login.port, login.server_name) == "internal"
    assert site.ca_path("other").read_text() == OTHER.pem
    assert site.ca_path("internal").read_text() == AUTHORITY.pem
    assert "-----BEGIN CERTIFICATE-----" in site.ca_path("public").read_text()
    assert "other authority" in str(site.context("other").get_ca_certs())
    site.close()


def test_one_descriptor_for_one_content(site: Held) -> None:
    first = site.ca_path("internal")
    memory_of(site).forget()
    assert site.ca_path("internal") == first
    site.close()


def test_the_file_of_an_authority(site: Held) -> None:
    found = {name: site.authority(each) for name, each in site.env.tls.authorities.items()}
    assert (found["internal"].readable, found["internal"].usable) == (True, True)
    assert (found["server"].readable, found["server"].usable) == (True, True)
    assert (found["past"].readable, found["past"].usable) == (True, False)
    assert found["past"].said == f"CN=past {ended(PAST)}"
    assert (found["gone"].readable, found["gone"].said) == (False, "/ does not exist")


def test_the_path_of_a_file_in_memory_ends_with_the_room(site: Held) -> None:
    held = site.ca_path("internal")
    site.close()
    assert not held.exists()


def test_a_trusted_certificate_of_a_server_itself(tls: TlsFacts, tmp_path: Path) -> None:
    with serving(speaking_tls(SERVER.write(tmp_path))) as port:
        assert verdict(tls.shown("proxy", port, "chat.lab.test", SERVER.pem)) == (True, True, True, True)


def test_summary_of_a_name_in_cn_alone() -> None:
    now = datetime.now(UTC)
    found = Certificate(True, True, True, "", covers_name=False, issuer="CN=Lab", not_before=now, not_after=now)
    assert "for no name (one in CN alone counts for no client)" in found.summary
