from __future__ import annotations

from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from tests_infra.site.backup.facts import BackupFacts
from tests_infra.site.expectations import Backup


@check("backup.copy.recent", each=lambda env: env.site.backups.values(), severity="high", needs=(needs.instance,))
def test_copies(expected: Backup, backup: BackupFacts) -> None:
    """The folder has a file that is young enough.

    Why: a backup that stopped weeks ago is noticed on the day when it is needed.
    Fix: look for the timer that makes the copies, and for its last error.
    Source: this site's own operations handbook.
    """
    age = backup.copies(expected).hours
    found = "none" if age is None else f"{age:.1f} h"
    recent = age is not None and age <= expected.hours
    assert_matches(expected, {"recent": True}, {"recent": recent}, f"newest: {found}")
