"""What servers do for a stranger: the ways of being open and of being closed, as real programs have them."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest

from fixtures.clients.stranger import OPEN, RECURSION, SHUT, ask, recursion
from tests.unit.facts.local import serving
from tests.unit.facts.test_dns import datagrams

Answers = Mapping[str, bytes]
HOUR = 3600


def reply(
    rcode: str = "NOERROR", flags: int = 0, answer: tuple[str, ...] = (), authority: tuple[str, ...] = ()
) -> bytes:
    made = dns.message.make_response(dns.message.make_query("example.com", "A", id=1))
    made.set_rcode(dns.rcode.from_text(rcode))
    made.flags |= flags
    made.answer, made.authority = list(map(_record, answer)), list(map(_record, authority))
    return made.to_wire()


def _record(text: str) -> dns.rrset.RRset:
    name, ttl, kind, type, value = text.split(" ", 4)
    return dns.rrset.from_text(name, int(ttl), kind, type, value)


ADDRESS = ("example.com. 60 IN A 192.0.2.1",)
ROOT = (". 3600 IN NS a.root-servers.net.",)
SOA = ("com. 900 IN SOA a.gtld-servers.net. nstld.example. 1 2 3 4 5",)


@pytest.mark.parametrize(
    ("answer", "said", "found"),
    [
        (reply("REFUSED"), "REFUSED, 0 answers", SHUT),
        (reply("REFUSED", dns.flags.RA), "REFUSED, 0 answers, recursion available", SHUT),
        (reply("SERVFAIL"), "SERVFAIL, 0 answers", SHUT),
        (reply(), "NOERROR, 0 answers", SHUT),
        (reply(authority=ROOT), "NOERROR, 0 answers", SHUT),
        (reply("NOTIMP"), "NOTIMP, 0 answers", SHUT),
        (reply("NXDOMAIN", dns.flags.AA), "NXDOMAIN, 0 answers", SHUT),
        (reply(flags=dns.flags.AA, answer=ADDRESS), "NOERROR, 1 answers", SHUT),
        (reply(answer=ADDRESS), "NOERROR, 1 answers", OPEN),
        (reply(flags=dns.flags.RA, answer=ADDRESS), "NOERROR, 1 answers, recursion available", OPEN),
        (reply("NXDOMAIN", dns.flags.RA, authority=SOA), "NXDOMAIN, 0 answers, recursion available", OPEN),
        (reply("SERVFAIL", dns.flags.RA), "SERVFAIL, 0 answers, recursion available", OPEN),
    ],
)
def test_forms_of_recursion(answer: bytes, said: str, found: str) -> None:
    spoken = recursion(answer)
    assert (spoken.speaks, spoken.said) == (found, f"example.com: {said}")


def test_it_asks_for_recursion_and_takes_no_others_answer() -> None:
    heard: list[dns.message.Message] = []

    def answering(question: bytes) -> bytes:
        heard.append(dns.message.from_wire(question))
        return question[:2] + reply(answer=ADDRESS)[2:]

    with datagrams(answering) as port:
        assert ask(RECURSION, "127.0.0.1", port, 2, None, "").speaks == OPEN
    assert heard[0].flags == dns.flags.RD
    assert str(heard[0].question[0]) == "example.com. IN A"
    with datagrams(lambda question: bytes(2) + reply(answer=ADDRESS)[2:]) as port:
        assert ask(RECURSION, "127.0.0.1", port, 0.2, None, "").said == "example.com: no answer"


def smtp(answers: Answers, heard: list[str]) -> Callable[[socket.socket], None]:
    """A mail server that answers by the longest beginning of a command that it knows; 250 else."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(answers.get("", b"220 mail.lab.test ESMTP\r\n"))
        for line in connection.makefile("rb"):
            words = line.decode().strip()
            heard.append(words)
            known = max((each for each in answers if each and words.startswith(each)), key=len, default=None)
            said = answers[known] if known else b"250 2.0.0 Ok\r\n"
            connection.sendall(said)
            if said.startswith(b"421") or words == "QUIT":
                return

    return talk


DEBIAN = b"454 4.7.1 <stranger@example.com>: Relay access denied\r\n"
LOGIN = b"530 5.7.0 Authentication required\r\n"
EHLO = b"250-mail.lab.test\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n"
LITERAL = "RCPT TO:<stranger@["


@pytest.mark.parametrize(
    ("answers", "found", "said"),
    [
        ({"RCPT": DEBIAN}, SHUT, "454 4.7.1 <stranger@example.com>: Relay access denied"),
        ({"RCPT": b"554 5.7.1 Relay access denied\r\n"}, SHUT, "554 5.7.1 Relay access denied"),
        ({"MAIL": LOGIN}, SHUT, "530 5.7.0 Authentication required"),
        ({"": b"554 go away\r\n"}, SHUT, "554 go away"),
        ({"RCPT": b"421 4.7.0 Too many errors\r\n"}, SHUT, "421 4.7.0 Too many errors"),
        ({"RCPT": b"252 cannot verify\r\n"}, OPEN, "from <> to <stranger@example.com>: 252 cannot verify"),
        (
            {"RCPT": b"556 5.1.10 null MX\r\n", LITERAL: b"250 2.1.5 Ok\r\n"},
            OPEN,
            "from <> to <stranger@[192.0.2.1]>: 250 2.1.5 Ok",
        ),
        (
            {"MAIL FROM:<>": b"550 5.7.1 no bounces\r\n", "RCPT": b"250 2.1.5 Ok\r\n"},
            OPEN,
            "from <postmaster@lab.test> to <stranger@example.com>: 250 2.1.5 Ok",
        ),
    ],
)
def test_forms_of_a_relay(answers: Answers, found: str, said: str) -> None:
    heard: list[str] = []
    with serving(smtp({"EHLO": EHLO, **answers}, heard)) as port:
        spoken = ask("relay/smtp", "127.0.0.1", port, 2, None, "lab.test")
    assert (spoken.speaks, spoken.said.partition("; ")[0]) == (found, said)
    assert not [each for each in heard if each.startswith(("DATA", "BDAT"))]


def test_a_mail_server_that_lets_strangers_wait_says_nothing() -> None:
    with serving(smtp({"": b"220-wait\r\n"}, [])) as port:
        assert ask("relay/smtp", "127.0.0.1", port, 0.1, None, "lab.test").speaks == "nothing"


def test_a_stranger_goes_on_in_clear_where_tls_is_refused() -> None:
    with serving(smtp({"EHLO": EHLO, "STARTTLS": b"454 4.7.0 TLS not available\r\n"}, [])) as port:
        assert ask("relay/starttls", "127.0.0.1", port, 2, "mail.lab.test", "lab.test").speaks == OPEN
