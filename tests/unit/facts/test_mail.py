from __future__ import annotations

import pytest

from fixtures.clients import deadline
from fixtures.clients.imap import MailboxAnswer
from fixtures.clients.smtp import SubmissionAnswer
from fixtures.errors import NotAnswering
from fixtures.expectations.email import Mailbox, Submission
from fixtures.facts.email import EmailFacts
from tests.unit.facts.local import serving, silent
from tests.unit.facts.told import SECRET, room, script

GREETING = b"220-first line\r\n220 mail.lab.test ESMTP\r\n"
IMAP = b"* OK [CAPABILITY IMAP4rev1] ready\r\n"
DISABLED = "LOGINDISABLED: it takes no login on this line (TLS first)"
CAPABILITY = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na OK done\r\n"


def submission(*answers: bytes, starttls: bool = True, auth: bool = True) -> SubmissionAnswer:
    with serving(script(*answers)) as port:
        expected = Submission(container="here", key="x", port=port, starttls=starttls, auth=auth)
        found: SubmissionAnswer = room(EmailFacts).submission(expected)
        return found


def mailbox(*answers: bytes, login: bool = True, starttls: bool = False) -> MailboxAnswer:
    with serving(script(*answers)) as port:
        expected = Mailbox(container="here", key="x", port=port, login=login, starttls=starttls)
        found: MailboxAnswer = room(EmailFacts).mailbox(expected)
        return found


@pytest.mark.parametrize(
    ("offer", "readable"),
    [
        (b"250-x\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n", True),
        (b"250-x\r\n250-STARTTLS\r\n250 AUTH=PLAIN LOGIN\r\n", True),
        (b"250-x\r\n250 auth login\r\n", True),
        (b"250-x\r\n250 AUTH SCRAM-SHA-256 CRAM-MD5\r\n", False),
        (b"250-x\r\n250 AUTH\r\n", False),
        (b"250-x\r\n250-AUTHENTIC\r\n250 STARTTLS\r\n", False),
        (b"502 EHLO? what?\r\n", False),
    ],
)
def test_a_login_before_tls_is_what_others_can_read(offer: bytes, readable: bool) -> None:
    found = submission(GREETING, offer, b"454 4.7.0 TLS not available due to local problem\r\n")
    assert (found.greeting, found.tls, found.auth_plain, found.auth_tls) == (220, False, readable, False)
    assert found.said.startswith("STARTTLS: it has no TLS to give: its certificate and its key may not belong together")


@pytest.mark.parametrize(("code", "words"), [(b"421", "takes no more connections"), (b"554", "talks to nobody")])
def test_a_refusing_banner_is_said_in_words(code: bytes, words: str) -> None:
    found = submission(code + b"-mail.lab.test\r\n" + code + b" go away\r\n")
    assert found.greeting == int(code)
    assert words in found.said


def test_a_port_without_a_login() -> None:
    expected = Submission(container="here", key="x", port=25, starttls=True, auth=False)
    assert expected.manners == {"greeting": 220, "tls": True, "auth_plain": False, "auth_tls": False}
    found = submission(GREETING, b"250-x\r\n250 SIZE\r\n", starttls=False)
    assert (found.greeting, found.tls, found.auth_plain, found.auth_tls) == (220, False, False, False)


def test_an_endless_banner_ends() -> None:
    with pytest.raises(NotAnswering, match="a reply of more than 100 lines"):
        submission(b"220-more\r\n" * 500)


def test_a_long_line_ends() -> None:
    with pytest.raises(NotAnswering, match="not its protocol"):
        submission(b"220 " + b"x" * 100_000)


def test_silence_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "STEP", 0.2)
    with serving(silent) as port, pytest.raises(NotAnswering, match="nothing came"):
        room(EmailFacts).submission(Submission(container="here", key="x", port=port))


def test_words_in_clear_behind_starttls_are_not_taken_into_tls() -> None:
    with pytest.raises(NotAnswering, match="goes on in clear where TLS begins"):
        submission(GREETING, b"250-x\r\n250 STARTTLS\r\n", b"220 go\r\n250 injected\r\n")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"a NO [AUTHENTICATIONFAILED] Authentication failed.\r\n", "only the server's log says"),
        (b"* OK [ALERT] Quota\r\na NO [UNAVAILABLE] Temporary failure.\r\n", "says nothing; * OK [ALERT] Quota"),
        (b"a BAD what?\r\n", "BAD what?"),
        (b"* BYE too many failures\r\n", "BYE too many failures"),
    ],
)
def test_a_refused_login_is_said_in_words(answer: bytes, words: str) -> None:
    found = mailbox(IMAP, CAPABILITY, answer)
    assert (found.greeting, found.accepted) == ("OK", False)
    assert words in found.said
    assert SECRET not in repr(found)


def test_a_login_by_each_way() -> None:
    assert mailbox(IMAP, CAPABILITY, b"a OK in\r\n").accepted is True
    assert mailbox(IMAP, CAPABILITY, b"+ \r\n", b"a OK in\r\n").accepted is True
    only_login = b"* CAPABILITY IMAP4rev1\r\na OK done\r\n"
    assert mailbox(IMAP, only_login, b"+ go\r\n", b"+ go\r\n", b"a OK in\r\n").accepted is True
    disabled = b"* CAPABILITY IMAP4rev1 LOGINDISABLED\r\na OK done\r\n"
    assert mailbox(IMAP, disabled) == MailboxAnswer("OK", False, False, DISABLED)


def test_the_greeting_alone() -> None:
    assert mailbox(IMAP, login=False) == MailboxAnswer("OK", False, None, "")
    assert mailbox(b"* PREAUTH hello\r\n") == MailboxAnswer("PREAUTH", False, None, "* PREAUTH hello")
    assert mailbox(b"* BYE not you\r\n") == MailboxAnswer("BYE", False, None, "* BYE not you")
    refused = mailbox(IMAP, b"a NO no TLS today\r\n", login=False, starttls=True)
    assert refused == MailboxAnswer("OK", False, None, "STARTTLS: NO no TLS today")
