"""Answers and silences of name servers on this machine, and values compared by their meaning."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import dns.flags
import dns.message
import dns.rrset
import pytest

from fixtures.clients import name_server
from fixtures.errors import FactUnavailable, NotAnswering
from fixtures.expectations.dns import NameServer
from fixtures.facts.dns import Answer, DnsFacts
from fixtures.facts.zones import zone_file
from fixtures.parsers.rdata import Malformed, declared
from tests.unit.environments import environment
from tests.unit.facts.local import access, nothing, serving, silent

Reply = Callable[[bytes], bytes | None]


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> DnsFacts:
    monkeypatch.setattr(name_server, "STEP", 0.4)
    return DnsFacts(environment(), access(), nothing())


def server(port: int, **more: Any) -> NameServer:
    return NameServer(container="dns", key="dns", name="dns", port=port, zones=("lab.test",), **more)


@contextmanager
def datagrams(reply: Reply, port: int = 0) -> Iterator[int]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", port))
        listening.settimeout(5)

        def answer() -> None:
            while True:
                try:
                    question, asker = listening.recvfrom(4096)
                except OSError:
                    return
                if (said := reply(question)) is not None:
                    listening.sendto(said, asker)

        threading.Thread(target=answer, daemon=True).start()
        yield listening.getsockname()[1]


def stream(reply: Reply) -> Callable[[socket.socket], None]:
    def talk(connection: socket.socket) -> None:
        question = connection.recv(4096)[2:]
        if (said := reply(question)) is not None:
            connection.sendall(len(said).to_bytes(2, "big") + said)

    return talk


def truth(question: bytes, *records: tuple[str, str, str, str, str], truncated: bool = False) -> bytes:
    reply = dns.message.make_response(dns.message.from_wire(question))
    reply.flags |= dns.flags.AA | (dns.flags.TC if truncated else 0)
    reply.answer = [dns.rrset.from_text(name, int(ttl), kind, type, value) for name, ttl, kind, type, value in records]
    return reply.to_wire()


CHAT = ("chat.lab.test.", "60", "IN", "A", "10.0.9.1")


def test_an_answer_over_both(room: DnsFacts) -> None:
    with datagrams(lambda question: truth(question, CHAT)) as port:
        assert room.answer(server(port), "chat.lab.test", "A") == Answer("NOERROR", True, ("10.0.9.1",))
    with serving(stream(lambda question: truth(question, CHAT))) as port:
        assert room.answer(server(port), "chat.lab.test", "A", "tcp") == Answer("NOERROR", True, ("10.0.9.1",))


def test_an_alias_is_told(room: DnsFacts) -> None:
    alias = ("chat.lab.test.", "60", "IN", "CNAME", "Other.Example.")
    with datagrams(lambda question: truth(question, alias)) as port:
        found = room.answer(server(port), "chat.lab.test", "A")
    assert found.said == "NOERROR, authoritative, 0 values, an alias for other.example"


def test_a_lost_datagram_is_sent_again(room: DnsFacts) -> None:
    heard: list[bytes] = []

    def second(question: bytes) -> bytes | None:
        heard.append(question)
        return truth(question, CHAT) if len(heard) > 1 else None

    with datagrams(second) as port:
        assert room.answer(server(port), "chat.lab.test", "A").owned


def test_a_truncated_answer_is_asked_again_over_tcp(room: DnsFacts) -> None:
    with (
        serving(stream(lambda question: truth(question, CHAT))) as port,
        datagrams(lambda question: truth(question, truncated=True), port),
    ):
        assert room.answer(server(port), "chat.lab.test", "A").owned


@pytest.mark.parametrize(
    ("talk", "said"),
    [
        (silent, "nothing came for 0.4 s"),
        (lambda _connection: None, "hangs up"),
        (stream(lambda _question: b"HTTP/1.1 400 Bad Request\r\n\r\n"), "no DNS"),
        (stream(lambda _question: b"short"), "no DNS"),
    ],
    ids=["silent", "hangs up", "another protocol", "cut off"],
)
def test_what_is_no_answer_over_tcp(room: DnsFacts, talk: Callable[[socket.socket], None], said: str) -> None:
    with serving(talk) as port, pytest.raises(NotAnswering, match=said):
        room.answer(server(port), "lab.test", "SOA", "tcp")


def test_silence_over_udp_is_an_answer_of_ours(room: DnsFacts) -> None:
    with datagrams(lambda _question: None) as port, pytest.raises(NotAnswering, match=r"nothing came for 0\.4 s"):
        room.answer(server(port), "lab.test", "SOA")


def test_silence_of_a_server_outside_may_be_the_way(room: DnsFacts) -> None:
    with datagrams(lambda _question: None) as port, pytest.raises(FactUnavailable, match="closed on the way"):
        room.answer(server(port, address="127.0.0.1"), "lab.test", "SOA")


def test_a_refused_connection_was_not_asked(room: DnsFacts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(FactUnavailable, match="no connection"):
        room.answer(server(port), "lab.test", "SOA", "tcp")


@pytest.mark.parametrize(
    ("type", "forms"),
    [
        ("TXT", ["v=spf1 mx -all", '"v=spf1 mx -all"', '"v=spf1" " mx -all"', '( "v=spf1 "\n "mx -all" )']),
        ("TXT", ["v=DKIM1; p=AB", '"v=DKIM1; p=AB"', '"v=DKIM1; p" "=AB"', r"v=DKIM1\; p=AB", r'"v=DKIM1\; p=\065B"']),
        ("TXT", ["p" * 300, f'"{"p" * 300}"', f'"{"p" * 255}" "{"p" * 45}"']),
        ("AAAA", ["2001:db8::1", "2001:DB8:0:0::1", "2001:0db8:0000:0000:0000:0000:0000:0001"]),
        ("CNAME", ["www.lab.test", "WWW.Lab.Test.", r"w\119w.lab.test"]),
        ("MX", ["10 mail.lab.test", "10  MAIL.lab.test."]),
        ("SRV", ["0 5 5060 sip.lab.test", "0 5 5060 SIP.lab.test."]),
        ("CAA", ["0 issue letsencrypt.org", '0 issue "letsencrypt.org"', "0 ISSUE LetsEncrypt.org"]),
        (
            "CAA",
            ["0 issue ca.test; accounturi=x", '0 issue "ca.test;accounturi=x"', '0 issue "ca.test ; accounturi=x"'],
        ),
    ],
)
def test_forms_of_one_value(type: str, forms: list[str]) -> None:
    assert len({declared(type, form) for form in forms}) == 1, [declared(type, form) for form in forms]


@pytest.mark.parametrize(
    ("type", "one", "two"),
    [
        ("TXT", "v=spf1 mx -all", "v=spf1  mx -all"),
        ("TXT", "ABC", "abc"),
        ("CAA", "0 issue ca.test", "128 issue ca.test"),
        ("CAA", "0 issue ca.test; accounturi=x", "0 issue ca.test; accounturi=X"),
        ("MX", "10 mail.lab.test", "20 mail.lab.test"),
        ("A", "10.0.9.1", "10.0.9.11"),
    ],
)
def test_values_that_differ(type: str, one: str, two: str) -> None:
    assert declared(type, one) != declared(type, two)


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("A", "2001:db8::1"),
        ("A", "10.0.9.999"),
        ("MX", "mail.lab.test"),
        ("CAA", "issue"),
        ("CNAME", "a..b"),
        ("A", ""),
    ],
)
def test_what_is_no_value(type: str, value: str) -> None:
    with pytest.raises(Malformed):
        declared(type, value)


DELEGATING = b"""\
$TTL 60
@ IN SOA ns1 admin 2026112501 1 2 3 4
@ IN NS ns1
ns1 IN A 192.0.2.1
*.apps IN A 192.0.2.2
www IN CNAME ns1
www IN TXT "beside an alias"
team IN NS ns.team
ns.team IN A 192.0.2.3
deep.er.team IN A 192.0.2.4
steam IN A 192.0.2.5
elsewhere.example. IN A 192.0.2.6
@ IN DNSKEY 257 3 13 aaaa
"""


def test_what_a_server_answers_itself_as_it_stands_in_the_file() -> None:
    found = zone_file(DELEGATING, "Lab.Test.", "lab.test.zone", lambda _path: None)
    assert [each[:2] for each in found.answered("Lab.Test.")] == [
        ("*.apps.lab.test", "A"),
        ("lab.test", "NS"),
        ("ns1.lab.test", "A"),
        ("steam.lab.test", "A"),
        ("www.lab.test", "CNAME"),
    ]
