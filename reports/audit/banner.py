"""The head of the page: two questions, never mixed. Is it as declared; can this page be relied on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fixtures.texts import many
from reports.audit.standing import Point, points
from reports.audit.texts import WORDS
from reports.audit.view import ORDER, View
from reports.causes import Cause
from reports.conclusion import State, state
from reports.line import CheckLine

NAMED = 4
"""Things of one cause that are named."""


@dataclass(frozen=True)
class First:
    """A line of what to look at first: a cause, or what was repaired."""

    verdict: str
    link: str
    title: str
    check: str
    subjects: tuple[str, ...]
    more: int
    said: str
    effect: str
    how: str


@dataclass(frozen=True)
class Banner:
    """What stands there."""

    headline: str
    icon: str
    tone: str
    lead: str
    counts: list[tuple[str, int]]
    firsts: list[First]
    points: list[Point]
    relied: str


def banner(view: View) -> Banner:
    """Of a record."""
    headline, icon, tone = _headline(view)
    found = points(view)
    bad = sum(not point.holds for point in found)
    complete = view.record.complete
    relied = "No: the run is not whole." if not complete else f"With {many(bad, 'reservation')}." if bad else "Yes."
    counts = [(verdict, view.counts[verdict]) for verdict in ORDER if view.counts[verdict]]
    firsts = [*map(_cause, range(1, len(view.causes) + 1), view.causes), *_repaired(view)]
    return Banner(headline, icon, tone, _lead(view), counts, firsts, found, relied)


def _headline(view: View) -> tuple[str, str, str]:
    """Words, mark and tone."""
    fixed = view.counts["fixed"]
    return {
        State.FAILED: ("Not as declared", "failed", "red"),
        State.INCOMPLETE: ("Incomplete: no verdict", "warn", "open"),
        State.ERROR: ("No verdict: something went wrong around the checks", "warn", "open"),
        State.UNKNOWN: ("No verdict: not all could be asked", "unknown", "open"),
        State.EXPIRED: ("As declared, but an exemption has ended", "warn", "open"),
        State.ATTESTATION: ("As declared, but an attestation does not count", "warn", "open"),
        State.NOTHING: ("No verdict: nothing was asked", "warn", "open"),
        State.GREEN: (f"As declared, after {many(fixed, 'repair')}", "fixed", "green")
        if fixed
        else ("As declared", "passed", "green"),
    }[state(view.record)]


def _lead(view: View) -> str:
    causes, asked = len(view.causes), view.asked
    parts = []
    if view.red:
        keep = f"{many(causes, 'cause keeps', 'causes keep')} {view.red:,} of {many(asked, 'statement')} from holding."
        parts.append(keep)
    elif waived := view.counts["waived"]:
        kept = many(waived, "failure is", "failures are")
        parts.append(
            f"{asked - waived:,} of {asked:,} statements hold; {kept} accepted for a time, section 4 says why."
        )
    elif fixed := view.counts["fixed"]:
        held = "of them was put right by this run and then passed live"
        parts.append(f"All {asked:,} statements hold. {many(fixed, held, held.replace('was', 'were'))}.")
    elif asked:
        places = view.record.platform
        where = f" of the host and {many(len(places.instances), 'container')}" if places else ""
        parts.append(f"All {asked:,} statements asked{where} hold.")
    if not view.record.complete:
        missing = len(view.record.end.missing) if view.record.end else None
        left = f"{many(missing, 'test has', 'tests have')} no answer" if missing else "it has no last line"
        parts.append(f"The run ended before it was done ({left}): this holds for what was asked, and for nothing else.")
    return " ".join(parts)


def _cause(number: int, cause: Cause) -> First:
    line, blocks = cause.first, len(cause.blocked)
    if line.differences:
        told = "; ".join(f"{each.field}: declared {each.expected}, found {each.found}" for each in line.differences)
    else:
        told = (line.text.strip().splitlines() or [""])[0]
    known = line.verdict == "failed" and line.remedies and line.remedied is not False
    return First(
        verdict=str(line.verdict),
        link=f"#cause-{number}",
        title=f"{WORDS[line.verdict]}: {line.title}",
        check=line.check,
        subjects=tuple(each.subject for each in cause.lines[:NAMED]),
        more=max(len(cause.lines) - NAMED, 0),
        said=told,
        effect=f"blocks {blocks}" if blocks else "blocks nothing",
        how=f"remedy: {line.remedies[0]}" if known else "by hand" if line.verdict == "failed" else "ask again",
    )


def _repaired(view: View) -> Iterator[First]:
    for line in view.record.outcomes.values():
        if isinstance(line, CheckLine) and line.verdict == "fixed":
            how = f"by {line.applied}" if line.applied else ""
            title = f"Repaired: {line.title}"
            yield First("fixed", "#repairs", title, line.check, (line.subject,), 0, "", how, "")
