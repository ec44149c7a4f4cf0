from __future__ import annotations

from fixtures.expectations.safety import SnapshotAge
from fixtures.facts.safety import SafetyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


@check(
    "safety.snapshots.recent",
    each=lambda env: env.safety.snapshots.values(),
    severity="high",
    needs=(needs.exists,),
)
def test_recent(expected: SnapshotAge, safety: SafetyFacts) -> None:
    """The newest snapshot of the container is younger than declared.

    Why: what goes wrong today is taken back to the last snapshot; all since then is lost.
    Fix: `incus snapshot create` of the container, after asking; then see why the nightly one is not made.
    Source: guide, container management "Backup"; escalation "Snapshot rollback".
    """
    hours = safety.hours_since_snapshot(expected)
    young = Such(f"at most {expected.hours:g}", lambda found: found <= expected.hours)
    remark = "" if hours else "there is none"
    assert_matches(expected, {"hours": young}, {"hours": hours}, remark, says=f"{expected.id} has no young snapshot")
