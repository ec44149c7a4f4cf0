from __future__ import annotations

from fixtures.expectations.email import Submission
from fixtures.expectations.relations import published_submissions
from fixtures.facts.email import EmailFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.vantage import no_vantage


@check(
    "email.relay.closed",
    each=published_submissions,
    severity="critical",
    needs=(needs.from_outside,),
    applies=no_vantage,
)
def test_relay(expected: Submission, email: EmailFacts) -> None:
    """The mail server passes on no stranger's mail to strangers.

    Why: an open relay is full of spam within a day, and its address on every block list for weeks.
    Fix: who may relay logs in; `mynetworks` names no address that strangers come from, a masquerading bridge's neither.
    Source: guide, NAT port forwarding "465=SMTPS 587=Submission"; RFC 5321, 7.9.
    """
    found = email.relay(expected)
    assert_matches(expected, {"for strangers": "closed"}, {"for strangers": found.speaks}, found.said)
