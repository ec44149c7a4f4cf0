from __future__ import annotations

from fixtures.expectations.email import Submission
from fixtures.facts.email import EmailFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "email.submission.offers",
    each=lambda env: env.email.submissions.values(),
    severity="high",
    smoke=True,
    needs=(needs.port,),
)
def test_submission(expected: Submission, email: EmailFacts) -> None:
    """The submission port greets, reaches TLS, and offers AUTH only after it.

    Why: users cannot send mail; with AUTH before TLS their passwords cross the network in clear.
    Fix: 5xx at once: it talks to nobody, or not to this address (a block list of its own); 421: it has too many
    connections, or stops; else read its log for TLS errors, and restart the unit.
    Source: guide, port map "465=SMTPS 587=Submission"; ground truth 8.
    """
    found = email.submission(expected)
    assert_matches(expected, expected.manners, found, found.said)
