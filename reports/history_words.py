"""How a history is written: a sign an outcome, and what a check's story comes to."""

from __future__ import annotations

from collections.abc import Iterator

from fixtures.texts import many
from reports.history import Story, middle
from reports.line import CheckLine

SIGNS = {
    **{"passed": ".", "failed": "F", "unknown": "U", "blocked": "B", "skipped": "s", "off": "o"},
    **{"waived": "w", "flaky": "f", "fixed": "X"},
}
NOT_ASKED = "-"
KEY = ". passed, F failed, U unknown, B blocked, w waived, f flaky, X fixed, s skipped, o off, - not asked"
"""What the signs mean."""


def not_quiet(line: CheckLine | None) -> bool:
    """Whether an outcome is worth a row."""
    return line is not None and line.verdict not in ("passed", "skipped", "off")


def said(story: Story) -> Iterator[str]:
    """What there is to say of a check over its runs."""
    if story.flapping:
        yield f"FLAPPING: {many(story.turns, 'turn')} in {many(len(story.told), 'run')}"
    if story.since:
        yield f"red since {story.since}"
    if story.repairs:
        yield f"repaired {len(story.repairs)}x, after {_time(middle(story.repairs))}"


def _time(seconds: float) -> str:
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds:.0f} s"
