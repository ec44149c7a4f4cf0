from __future__ import annotations

from fixtures.expectations.email import Mailbox
from fixtures.facts.email import EmailFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "email.roundtrip.works",
    each=lambda env: env.email.roundtrips,
    severity="high",
    needs=(
        needs.on("email.imap.answers"),
        needs.submission_by_login,
    ),
    deadline=150.0,
    canary=True,
)
def test_roundtrip(expected: Mailbox, email: EmailFacts) -> None:
    """A mail that the mailbox sends to itself is taken, and arrives in time.

    Why: both ports answer while the queue stands still or delivers elsewhere, and nobody gets any mail.
    Fix: look for the mail in the server's log and queue; a full disk, a filter, or where it delivers to.
    Source: guide, container architecture; port map "465=SMTPS 587=Submission", "993=IMAPS".
    """
    found = email.roundtrip(expected)
    assert_matches(expected, {"taken": True, "arrived": True}, found, found.said or f"after {found.seconds:g} s")
