"""What `--fix` planned, did and would not do, and what proves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reports.audit.section import Section
from reports.audit.view import View

WORDS = {"fixed": "done", "failed": "did not help", "refused": "refused", "advised": "advised", "planned": "planned"}
MARKS = {"fixed": "fixed", "failed": "failed", "refused": "warn", "advised": "warn", "planned": "warn"}


def section(view: View) -> Section:
    """Every repair, in the order in which they were made."""
    repairs = view.record.repairs
    if not repairs:
        asked = any(word.startswith("--fix") for word in view.record.run.suite.command)
        return Section("repairs", "Repairs", "none was needed" if asked else "none attempted: --fix was not given")
    counts = Counter(str(each.state) for each in repairs)
    answer = ", ".join(f"{counts[state]} {word}" for state, word in WORDS.items() if counts[state])
    told = [(each, view.record.outcomes.get(each.check)) for each in repairs]
    flag = "failed" if counts["failed"] else "fixed" if counts["fixed"] else "warn"
    data = {"repairs": told, "words": WORDS, "marks": MARKS, "healed": healed(view, [each.check for each in repairs])}
    return Section("repairs", "Repairs", answer, "repairs.html", data, "care" if counts["failed"] else "", flag)


def healed(view: View, checks: Sequence[str]) -> dict[str, int]:
    """The id of what was repaired to how many outcomes stand on it and hold."""
    found: Counter[str] = Counter()
    for id, line in view.record.outcomes.items():
        if line.verdict in ("passed", "flaky", "fixed"):
            found.update(above(view, id) & {*checks})
    return dict(found)


def above(view: View, id: str) -> set[str]:
    """Everything that an outcome stands on, directly or not."""
    seen: set[str] = set()
    todo = [*view.needs(id)]
    while todo:
        if (each := todo.pop()) not in seen:
            seen.add(each)
            todo += view.needs(each)
    return seen
