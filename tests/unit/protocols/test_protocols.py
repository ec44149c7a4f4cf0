"""What is asked of a port, against little servers of this machine that say what real programs say."""

from __future__ import annotations

import http.server
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fixtures.clients.protocols import CLOSED, DNS_ID, NOTHING, UNKNOWN, Spoken, listen, names, shown
from tests.unit.facts.local import issue, serving

LIMIT = 0.3
"""Seconds, where not all will come: twice that is told from once."""
SILENCE = 0.1
"""Seconds, where nothing will, however long is waited."""
FAREWELLS = (b"QUIT", b"a LOGOUT", b"SSH-2.0-infrastructure_suite")
Talk = Callable[[socket.socket], None]


def asked(protocol: str, talk: Talk, limit: float = 5) -> Spoken:
    with serving(talk) as port:
        return listen(protocol, "127.0.0.1", port, limit, "service.test")


def greets(words: bytes, then: bytes = b"") -> Talk:
    """A server that speaks first, says `then` to the first question, and waits for the other side to take leave."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(words)
        if then and connection.recv(4096):
            connection.sendall(then)
        while (heard := connection.recv(4096)) and not heard.startswith(FAREWELLS):
            pass

    talk.__name__ = f"greets {shown(words)}"
    return talk


def answers(words: bytes) -> Talk:
    """A server that waits to be asked, answers and hangs up."""

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(words)

    talk.__name__ = f"answers {shown(words)}"
    return talk


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return issue("service.test", names=("service.test",)).write(tmp_path_factory.mktemp("tls"))


def inside_tls(chain: tuple[Path, Path], talk: Talk, *, clients: bool = False) -> Talk:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*chain)
    if clients:
        context.verify_mode = ssl.CERT_REQUIRED

    def secured(plain: socket.socket) -> None:
        with context.wrap_socket(plain, server_side=True) as secure:
            talk(secure)

    return secured


HTTP = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
SMTP, EHLO = b"220-mail.test ESMTP\r\n220 no spam\r\n", b"250-mail.test\r\n250 STARTTLS\r\n"
IMAP = b"* OK [CAPABILITY IMAP4rev1] ready\r\n"


@pytest.mark.parametrize(
    ("protocol", "talk"),
    [
        ("http", answers(HTTP)),
        ("http", answers(b"HTTP/1.0 503 Service Unavailable\r\n\r\nstarting")),
        ("http", answers(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        ("redis", answers(b"+PONG\r\n")),
        ("redis", answers(b"-NOAUTH Authentication required.\r\n")),
        ("redis", answers(b"-LOADING Redis is loading the dataset in memory\r\n")),
        ("redis", answers(b"-DENIED Redis is running in protected mode\r\n")),
        ("smtp", greets(SMTP, EHLO)),
        ("smtp", greets(b"421 too busy\r\n")),
        ("smtp", greets(b"554 no SMTP service here\r\n")),
        ("imap", greets(IMAP)),
        ("imap", greets(b"* BYE too many connections\r\n")),
        ("ssh", greets(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")),
        ("ssh", greets(b"authorised use only\r\nSSH-2.0-dropbear\r\n")),
        ("postgresql", answers(b"N")),
        ("postgresql", answers(b"Ecould not fork new process for connection\n\0")),
        ("postgresql", answers(b"E\0\0\0\x1aSFATAL\0C57P03\0Mstarting\0\0")),
    ],
)
def test_what_each_protocol_says_healthy_busy_or_starting(protocol: str, talk: Talk) -> None:
    assert asked(protocol, talk).speaks == protocol


@pytest.mark.parametrize(
    ("protocol", "talk"), [("https", answers(HTTP)), ("smtps", greets(SMTP, EHLO)), ("imaps", greets(IMAP))]
)
def test_inside_tls(protocol: str, talk: Talk, chain: tuple[Path, Path]) -> None:
    found = asked(protocol, inside_tls(chain, talk))
    assert (found.speaks, len(found.certificate)) == (protocol, 16)


def test_tls_alone(chain: tuple[Path, Path]) -> None:
    assert asked("tls", inside_tls(chain, greets(b""))).speaks == "tls"


def test_postgresql_goes_on_in_tls(chain: tuple[Path, Path]) -> None:
    def talk(plain: socket.socket) -> None:
        assert plain.recv(8) == struct.pack("!ii", 8, 80877103)
        plain.sendall(b"S")
        inside_tls(chain, greets(b""))(plain)

    assert asked("postgresql", talk).speaks == "postgresql"


def dns_answers(connection: socket.socket) -> None:
    length = int.from_bytes(connection.recv(2), "big")
    question = connection.recv(length)
    answer = question[:2] + b"\x84\x05" + question[4:]
    whole = len(answer).to_bytes(2, "big") + answer
    connection.sendall(whole[:3])
    time.sleep(0.05)
    connection.sendall(whole[3:])


def test_dns_in_pieces() -> None:
    assert asked("dns", dns_answers).speaks == "dns"


def test_dns_datagrams_of_others_are_passed_over() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))

        def serve() -> None:
            question, client = server.recvfrom(512)
            server.sendto(b"\0\0" + question[2:], client)
            server.sendto(DNS_ID + b"\x84\x00" + question[4:], client)

        threading.Thread(target=serve, daemon=True).start()
        assert listen("dns/udp", "127.0.0.1", server.getsockname()[1], LIMIT, "zone.test").speaks == "dns"


def test_a_closed_datagram_port_says_so() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert listen("dns/udp", "127.0.0.1", port, LIMIT) == Spoken(NOTHING, "the port is closed")


@pytest.mark.parametrize("protocol", [each for each in names() if each != "dns/udp"])
def test_silence_is_an_answer_and_costs_one_limit(protocol: str) -> None:
    started = time.monotonic()
    found = asked(protocol, greets(b""), LIMIT)
    assert found == Spoken(NOTHING, f"takes connections and says nothing for {LIMIT:g} s")
    assert time.monotonic() - started < LIMIT + 0.3


@pytest.mark.parametrize("protocol", [each for each in names() if each != "dns/udp"])
def test_a_process_that_hangs_lets_the_kernel_accept(protocol: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:  # nobody calls accept
        assert listen(protocol, "127.0.0.1", server.getsockname()[1], SILENCE).speaks == NOTHING


@pytest.mark.parametrize("protocol", [each for each in names() if each != "dns/udp"])
def test_who_hangs_up_at_once_answers_nothing(protocol: str) -> None:
    assert asked(protocol, lambda _connection: None).speaks == CLOSED


def test_a_name_server_that_hangs() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        assert listen("dns/udp", "127.0.0.1", server.getsockname()[1], SILENCE).speaks == NOTHING


@pytest.mark.parametrize(
    ("protocol", "words"),
    [
        ("http", b"HTTP/1.1 200 OK\r\nX: " + b"y" * 99),
        ("redis", b"+PONG" + b" " * 99),
        ("ssh", b"SSH-2.0" + b"x" * 99),
        ("imap", b"* OK " + b"x" * 99),
        ("smtp", b"220 " + b"x" * 99),
        ("postgresql", b"E" + b"x" * 99),
        ("dns", b"\x00\x50" + DNS_ID + b"\x84" + bytes(99)),
        ("https", b"\x16\x03\x03\x00\x7a" + b"\x02" * 20),
    ],
)
def test_a_trickle_costs_one_limit_and_is_no_answer(protocol: str, words: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        for byte in words:
            connection.sendall(bytes([byte]))
            time.sleep(0.025)

    started = time.monotonic()
    found = asked(protocol, talk, LIMIT)
    assert time.monotonic() - started < LIMIT + 0.3
    assert found.speaks != protocol
    assert "does not go on within" in found.said


def test_nothing_inside_tls(chain: tuple[Path, Path]) -> None:
    found = asked("https", inside_tls(chain, greets(b"")), 1)
    assert (found.speaks, found.said) == (
        "nothing inside TLS",
        "speaks TLS, and inside says nothing for 1 s",
    )


@pytest.mark.parametrize(
    ("protocol", "talk", "found"),
    [
        ("http", answers(b"+PONG\r\n"), "redis"),
        ("http", greets(b"SSH-2.0-OpenSSH_9.2\r\n"), "ssh"),
        ("https", answers(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "http"),
        ("tls", greets(SMTP, b"500 what\r\n"), "smtp"),
        ("redis", answers(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "http"),
        ("redis", answers(b"ERROR\r\n"), UNKNOWN),
        ("redis", answers(b"\x15\x03\x01\x00\x02\x02\x0a"), "tls"),
        ("imap", greets(b"+OK POP3 ready\r\n"), "pop3"),
        ("imap", greets(SMTP), "smtp"),
        ("smtp", greets(b"220 (vsFTPd 3.0.3)\r\n", b"530 Please login with USER and PASS.\r\n"), UNKNOWN),
        ("smtp", greets(IMAP), "imap"),
        ("ssh", greets(SMTP), "smtp"),
        ("postgresql", greets(b"SSH-2.0-OpenSSH_9.2\r\n"), "ssh"),
        ("postgresql", greets(b"S"), CLOSED),
        ("postgresql", answers(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "http"),
        ("postgresql", answers(b"\x5b\0\0\0\x0a8.0.36\0"), UNKNOWN),
        ("dns", answers(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "http"),
        ("dns", answers(b"\0\x04abcd"), UNKNOWN),
    ],
)
def test_another_service_is_named_where_it_can_be(protocol: str, talk: Talk, found: str) -> None:
    answer = asked(protocol, talk, 1)
    assert answer.speaks != protocol
    assert answer.speaks == found or (found == CLOSED and answer.speaks == NOTHING)


def test_http_on_a_port_for_tls_whose_server_answers_in_clear(chain: tuple[Path, Path]) -> None:
    """Go, nginx and Apache say 400 in clear, and to HEAD without a word more."""

    def talk(plain: socket.socket) -> None:
        if plain.recv(1, socket.MSG_PEEK) == b"H":
            answers(b"HTTP/1.0 400 Bad Request\r\n\r\n")(plain)
        else:
            inside_tls(chain, greets(b""))(plain)

    found = asked("http", talk)
    assert (found.speaks, found.said) == ("tls", "HTTP/1.0 400 Bad Request")


def test_a_web_server_whose_application_waits_for_another_answers() -> None:
    """As Forgejo does when its database hangs: every page waits, the server does not."""

    def talk(connection: socket.socket) -> None:
        if connection.recv(4096).startswith(b"OPTIONS * "):
            connection.sendall(HTTP)
        while connection.recv(4096):
            pass

    assert asked("http", talk, 1).speaks == "http"


def test_imap_inside_a_port_for_https(chain: tuple[Path, Path]) -> None:
    assert asked("https", inside_tls(chain, greets(IMAP)), 1).speaks == "imap inside TLS"


@pytest.mark.parametrize("number", [40, 70, 80, 112])
def test_an_alert_is_an_answer_of_tls(number: int) -> None:
    found = asked("https", answers(bytes([0x15, 3, 3, 0, 2, 2, number])))
    assert (found.speaks, found.said) == ("https", f"TLS alert {number}")


def test_a_server_that_wants_a_certificate_of_its_clients_answers(chain: tuple[Path, Path]) -> None:
    found = asked("https", inside_tls(chain, answers(HTTP), clients=True))
    assert found.speaks == "https"
    assert "CERTIFICATE_REQUIRED" in found.said


def test_a_refused_connection_is_for_the_caller() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(ConnectionRefusedError):
        listen("http", "127.0.0.1", port, LIMIT)


@pytest.mark.parametrize(
    ("protocol", "greeting", "then", "farewell"),
    [
        ("smtp", SMTP, EHLO, b"QUIT\r\n"),
        ("imap", IMAP, b"", b"a LOGOUT\r\n"),
        ("ssh", b"SSH-2.0-OpenSSH_9.2\r\n", b"", b"bye"),
    ],
)
def test_it_takes_leave(protocol: str, greeting: bytes, then: bytes, farewell: bytes) -> None:
    heard: list[bytes] = []

    def talk(connection: socket.socket) -> None:
        connection.sendall(greeting)
        while data := connection.recv(4096):
            heard.append(data)
            connection.sendall(then if data.startswith(b"EHLO") else b"")
            if farewell in data:
                return

    assert asked(protocol, talk).speaks == protocol
    assert farewell in b"".join(heard)


def test_a_real_web_server() -> None:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        assert listen("http", "127.0.0.1", server.server_port, 5, "x").said == "HTTP/1.0 200 OK"
        server.shutdown()


@contextmanager
def stopped(argv: list[str]) -> Iterator[None]:
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl on this machine")
def test_a_real_tls_server_with_old_versions(chain: tuple[Path, Path]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    argv = ["openssl", "s_server", "-accept", f"127.0.0.1:{port}", "-cert", str(chain[0]), "-key", str(chain[1])]
    with stopped([*argv, "-tls1_2", "-quiet"]):
        for _ in range(50):
            try:
                found = listen("tls", "127.0.0.1", port, 5, "service.test")
                break
            except ConnectionRefusedError:
                time.sleep(0.1)
    assert (found.speaks, len(found.certificate)) == ("tls", 16)
