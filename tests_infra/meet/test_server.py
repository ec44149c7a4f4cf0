from __future__ import annotations

from fixtures.expectations.endpoint import HttpService
from fixtures.facts.meet import MeetFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "meet.server.ready",
    each=lambda env: env.meet.servers.values(),
    severity="high",
    smoke=True,
    needs=(needs.port,),
)
def test_server(expected: HttpService, meet: MeetFacts) -> None:
    """LiveKit takes calls.

    Why: 406 "Not Ready" means that its own statistics are old: it hangs or starves, although the port accepts.
    Fix: look for load on the host; then restart the unit.
    Source: guide, container architecture; ground truth 8.
    """
    assert_matches(expected, expected.ready, meet.ready(expected))
