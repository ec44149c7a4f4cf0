from __future__ import annotations

from fixtures.expectations.alm import AlmServer
from fixtures.facts.alm import AlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import check


@check(
    "alm.runs.none_stuck",
    each=lambda env: env.alm.servers.values(),
    severity="medium",
    needs=(needs.alm_rows,),
)
def test_runs(expected: AlmServer, alm: AlmFacts) -> None:
    """No job is called running while nobody has heard of it for long.

    Why: it blocks the runs behind it; a young one is healthy, and Forgejo ends dead ones itself after ten minutes.
    Fix: restart Forgejo, which cleans up at its start; then cancel and rerun. Never set the status to 0.
    Source: guide, CI runner troubleshooting "Build stuck at status 6"; ground truth A3 and 5.
    """
    stuck = [str(job) for job in alm.running(expected) if job.untouched > alm.env.alm.stuck_after]
    assert not stuck, f"{expected.id}: {'; '.join(stuck)}"
