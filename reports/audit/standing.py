"""Whether the page can be relied on: a question about the run, never mixed with what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fixtures.texts import many
from reports.audit.view import View
from reports.conclusion import unfinished
from reports.selection import selected


@dataclass(frozen=True)
class Point:
    """One point of it; one that does not hold is a reservation."""

    holds: bool
    name: str
    said: str


def points(view: View) -> list[Point]:
    """All points, the reservations first."""
    return sorted(_points(view), key=lambda point: point.holds)


def _points(view: View) -> Iterator[Point]:
    record, suite = view.record, view.record.run.suite
    reason = unfinished(record)
    whole = f"{len(record.collected):,} of {many(len(record.collected), 'test')} answered"
    yield Point(reason is None, "Complete" if reason is None else "Incomplete", reason or whole)
    chosen = selected(record.run)
    yield Point(not chosen, "Selection", " ".join(chosen) or "the whole suite")
    ended = [each for each in record.exemptions if each.state == "expired"]
    live = [each for each in record.exemptions if each.state in ("used", "not needed", "not asked")]
    used = sum(each.state == "used" for each in live)
    force = f"{len(live)} in force, {used} used" if live else "none in force"
    if nameless := sum(each.approved_by is None for each in live):
        force += f", {nameless} approved by nobody named"
    yield Point(not ended, "Exemptions", f"{len(ended)} expired, {force}" if ended else force)
    commit = (suite.commit or "")[:12]
    words = {None: "not known", True: f"files differ from {commit}", False: f"clean, {commit}"}
    yield Point(suite.dirty is False, "Checkout", words[suite.dirty])
    proof = record.run.against.identity
    proven = f"proved first, by {' and '.join(proof)}" if proof else "not proved"
    yield Point(bool(proof), "Identity", proven)
    wrong = len(record.errors)
    yield Point(not wrong, "Around the checks", many(wrong, "error") if wrong else "nothing went wrong")
