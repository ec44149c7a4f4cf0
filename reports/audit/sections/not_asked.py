"""What was not asked, and why: a green page says nothing of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from fixtures.texts import many
from reports.audit.section import Section
from reports.audit.view import SILENT, View
from reports.selection import selected

LEFT_OUT = {"canary": "canaries", "guide": "statements of the guide without a check"}


@dataclass(frozen=True)
class Row:
    """What, how many, why, and what would ask it."""

    what: str
    count: int | None
    why: str
    how: str
    verdict: str
    ids: tuple[str, ...] = ()


def section(view: View) -> Section:
    """A row a reason."""
    rows = list(_rows(view))
    if not rows:
        return Section("not-asked", "What was not asked, and why", "nothing that was selected was left out")
    waiting = view.counts["blocked"]
    unwritten = sum(len(line.ids) for line in view.record.left_out if line.what == "guide")
    left = sum(row.count or 0 for row in rows) - waiting - unwritten
    parts = [f"{waiting} wait for a cause"] if waiting else []
    parts += [f"{left} left out"] if left else []
    parts += [f"{many(unwritten, 'statement')} of the guide without a check"] if unwritten else []
    care = not view.record.complete
    tones = ("care", "warn") if care else ("", "")
    answer = "; ".join(parts) or "a selection was given"
    return Section("not-asked", "What was not asked, and why", answer, "not_asked.html", {"rows": rows}, *tones)


def _rows(view: View) -> Iterator[Row]:
    record = view.record
    again = "the same command again"
    if record.end is None:
        yield Row("what had no answer yet", None, "the run was killed, or still goes on", again, "warn")
    elif record.end.missing:
        yield Row(
            "tests without an answer",
            len(record.end.missing),
            "the run ended before them",
            again,
            "warn",
            record.end.missing,
        )
    elif not record.complete:
        yield Row("what could not be collected", None, "an error took it away", again, "warn")
    if chosen := selected(record.run):
        yield Row(
            "everything outside the selection",
            None,
            f"`{' '.join(chosen)}` was given",
            f"`pytest --env={record.run.env}`",
            "skipped",
        )
    if waiting := view.counts["blocked"]:
        yield Row(
            "what waits for a cause",
            waiting,
            "something it needs does not hold",
            "the same, after the repair",
            "blocked",
        )
    for each in record.left_out:
        way = f"`{each.how}`" if each.how else "nobody yet: a person, by hand"
        yield Row(LEFT_OUT[each.what], len(each.ids), each.why, way, "skipped", each.ids)
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for line in record.checks:
        if line.verdict in SILENT:
            groups[str(line.verdict), line.check, line.text].append(line.id)
    how = {"skipped": "another environment", "off": "the site, by [checks]", "empty": "a declaration of such a thing"}
    for (verdict, check, text), ids in groups.items():
        yield Row(check, len(ids), f"{verdict}: {text}", how[verdict], verdict, tuple(ids))
