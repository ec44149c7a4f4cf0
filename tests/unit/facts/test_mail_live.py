"""A mail of ours on its way: what the servers may say of it, and that only it is removed."""

from __future__ import annotations

import pytest

from fixtures.errors import FactUnavailable
from fixtures.expectations.email import Mailbox, Submission
from fixtures.facts.email import EmailFacts
from tests.unit.facts.local import serving
from tests.unit.facts.told import room, script

GREETING = b"220 mail.lab.test ESMTP\r\n"
HELLO = b"250-x\r\n250 AUTH PLAIN\r\n"
TAKEN = (b"235 in\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 queued\r\n")
IN = (b"* OK ready\r\n", b"* CAPABILITY AUTH=PLAIN\r\na OK\r\n", b"a OK in\r\n", b"* 3 EXISTS\r\na OK\r\n")


def sent(*answers: bytes) -> str | None:
    with serving(script(*answers)) as port:
        to = Submission(container="here", key="x", port=port)
        box = Mailbox(container="here", key="x", port=port)
        found: str | None = room(EmailFacts)._sent(to, box, "0")
        return found


def found(*answers: bytes, remove: bool) -> bool:
    with serving(script(*answers)) as port:
        there: bool = room(EmailFacts)._found(Mailbox(container="here", key="x", port=port), "0", remove=remove)
        return there


def test_a_mail_is_taken_or_refused_in_words() -> None:
    assert sent(GREETING, HELLO, *TAKEN) is None
    assert sent(GREETING, HELLO, b"535 5.7.8 no\r\n") == "535 5.7.8 no"
    assert sent(GREETING, HELLO, *TAKEN[:-1], b"452 4.3.1 full\r\n") == "452 4.3.1 full"
    assert sent(b"421 later\r\n") == "it takes no more connections, or is stopping: 421 later"


def test_a_mail_is_found_and_removed() -> None:
    assert not found(*IN, b"* SEARCH\r\na OK\r\n", remove=False)
    assert found(*IN, b"* SEARCH 7\r\na OK\r\n", remove=False)
    assert found(*IN, b"* SEARCH 7\r\na OK\r\n", b"a OK\r\n", b"* 1 EXPUNGE\r\na OK\r\n", remove=True)


def test_what_cannot_be_removed_is_said() -> None:
    with pytest.raises(FactUnavailable, match="BAD no such command"):
        found(*IN, b"* SEARCH 7\r\na OK\r\n", b"a OK\r\n", b"a BAD no such command\r\n", remove=True)
