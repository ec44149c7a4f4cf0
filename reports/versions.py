"""Which versions a run examined: asked at its end, of the containers that it asked of, where a report shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fixtures.session import Run
from fixtures.verdict.outcome import told
from reports.line import VersionLine
from reports.record import Record

SHOWN_BY = ("audit", "csv", "json", "oscal")
"""The formats in which versions stand; a run that makes none of them asks for none."""
NOT_ASKED = ("skipped", "off", "empty")


def versions(run: Run, record: Record, formats: Iterable[str]) -> Iterator[VersionLine]:
    """A line a service; nothing where no format shows them."""
    if not {*formats} & {*SHOWN_BY}:
        return
    touched = frozenset(each.container for each in record.outcomes.values() if each.verdict not in NOT_ASKED)
    for each in run.facts.versions.of(touched):
        yield VersionLine(
            container=each.container,
            service=each.service,
            version=each.version and told(each.version),
            asked=told(each.asked),
            text=told(each.said),
        )


def of_container(record: Record, container: str) -> str:
    """What its services said, in one text: `6.3.1`, of several each with its name; empty where nothing is known."""
    known = [each for each in record.versions if each.container == container and each.version]
    return "; ".join(f"{each.service} {each.version}" for each in known)


def changed(old: Record, new: Record) -> tuple[str, ...] | None:
    """Each service that says another version than before; None where one of the runs asked for none.

    What one of both does not know is no change.
    """
    if not old.versions or not new.versions:
        return None
    before = {each.id: each.version for each in old.versions}
    return tuple(
        f"{each.id}: {before[each.id]}, {each.version} now"
        for each in new.versions
        if each.version and before.get(each.id) not in (None, each.version)
    )
