"""What public resolvers answered, and what is left of an answer when it is a "no" from before."""

from __future__ import annotations

import dns.message
import pytest

from fixtures.facts.dns_public import PublicAnswer, inside, public_answer

HEAD = "id 1\nopcode QUERY\nflags QR RD RA\n"
NEGATIVE = (
    "rcode NXDOMAIN\n;QUESTION\nnew.example.test. IN A\n;AUTHORITY\nexample.test. 3412 IN SOA ns1.example.test. "
    "host.example.test. 2026112501 7200 900 1209600 3600\n"
)
ALIAS = (
    "rcode NOERROR\n;QUESTION\nchat.example.test. IN A\n;ANSWER\nchat.example.test. 300 IN CNAME www.example.test.\n"
    "www.example.test. 60 IN A 192.0.2.9\nwww.example.test. 60 IN A 192.0.2.10\n"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NEGATIVE, PublicAnswer("NXDOMAIN", (), 3412, 2026112501)),
        (ALIAS, PublicAnswer("NOERROR", ("192.0.2.10", "192.0.2.9"), 60, None)),
        ("rcode SERVFAIL\n;QUESTION\nchat.example.test. IN A\n", PublicAnswer("SERVFAIL", (), 0, None)),
    ],
)
def test_what_it_says(text: str, found: PublicAnswer) -> None:
    assert public_answer(dns.message.from_text(HEAD + text), "A") == found


def test_a_name_in_a_zone() -> None:
    assert inside("chat.example.test", "example.test.")
    assert inside("Example.test", "example.test")
    assert not inside("badexample.test", "example.test")
