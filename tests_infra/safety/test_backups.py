from __future__ import annotations

from fixtures.expectations.safety import Backups
from fixtures.facts.safety import SafetyFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("safety.backups.bounded", each=lambda env: env.backups, severity="low", needs=(needs.instance,))
def test_bounded(expected: Backups, safety: SafetyFacts) -> None:
    """Of the copies and snapshots that were made before a change, few are left, and none is old.

    Why: each copy of an .env holds its secrets; snapshots keep what was deleted, until the pool is full.
    Fix: remove what nobody needs, after asking; what is to be kept belongs elsewhere (/tmp is emptied at boot).
    Source: guide, critical safety rules "ALWAYS backup files"; environment context "backup to /tmp".
    Instead: critical safety rules "ALWAYS backup files": Debian empties /tmp at every start, so the copy is gone
    with the restart that the change asked for; `--fix` keeps another in /var/backups/gbo.
    """
    left_over = safety.left_over(expected)
    remark = f"at most {expected.at_most} of a kind, none older than {expected.days} days"
    assert_matches(expected, {"left_over": ()}, {"left_over": left_over}, remark)
