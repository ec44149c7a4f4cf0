from __future__ import annotations

from fixtures.expectations.email import Mailbox
from fixtures.facts.email import EmailFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "email.imap.answers",
    each=lambda env: env.email.mailboxes.values(),
    severity="high",
    smoke=True,
    needs=(
        needs.port,
        needs.certificate,
        needs.mailbox_login,
    ),
)
def test_imap(expected: Mailbox, email: EmailFacts) -> None:
    """IMAP greets and accepts the login that Vault holds.

    Why: bots and users read their mail here.
    Fix: set the mailbox's password to Vault's gbo/email; Vault is right.
    Source: guide, port map "993=IMAPS"; global Vault paths "gbo/email".
    """
    found = email.mailbox(expected)
    assert_matches(expected, expected.answer, found, found.said)
