"""What was not asked, and what weighs otherwise here, each reason once with how many it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from reports.record import Record

NOT_ASKED = ("off", "empty", "skipped")


def unasked(record: Record) -> Iterator[str]:
    """A line a reason."""
    for verdict in NOT_ASKED:
        reasons = Counter((line.check, line.text) for line in record.checks if line.verdict == verdict)
        for (check, reason), count in reasons.items():
            yield f"{verdict.upper()} {count} {check}: {reason}"
    for line in record.checks:
        if line.verdict == "passed" and line.notes:
            yield f"SEVERITY {line.id}: {'; '.join(line.notes)}"
