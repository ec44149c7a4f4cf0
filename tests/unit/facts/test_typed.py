"""Each question that can be put to a port, as a person would type it."""

from __future__ import annotations

import shlex

import pytest

from fixtures.clients import protocols, stranger
from fixtures.clients.knock import Question
from fixtures.clients.typed import typed

TYPED = {
    "none": "nc -vz 192.0.2.7 443",
    "https": "openssl s_client -connect 192.0.2.7:443 -servername chat.example.com",
    "http": "curl -sI -H 'Host: chat.example.com' http://192.0.2.7:443/",
    "dns/udp": "dig @192.0.2.7 -p 443 chat.example.com SOA +norecurse +notcp",
    "recursion/udp": "dig @192.0.2.7 -p 443 example.com A +notcp",
    "relay/starttls": "swaks --server 192.0.2.7 --port 443 --tls --to stranger@example.com --quit-after RCPT",
}


@pytest.mark.parametrize("word", ["none", "none/udp", *protocols.names(), *stranger.WORDS])
def test_every_word_has_a_command(word: str) -> None:
    words = typed(Question(word, "192.0.2.7", 443, "chat.example.com"))
    assert {"192.0.2.7", "@192.0.2.7", "192.0.2.7:443", "http://192.0.2.7:443/"} & set(shlex.split(words))
    assert words == TYPED.get(word, words)
