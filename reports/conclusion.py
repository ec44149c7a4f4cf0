"""What a run comes to: one sentence, and what keeps it from being whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reports.line import CheckLine, EmptyLine, ExemptionLine
from reports.record import Record

NAMED = 3
"""Names of tests that were not run."""


class State(StrEnum):
    """What a run comes to, the first of these that is so; its value is the sentence about `{env}`."""

    FAILED = "{env} is not as declared"
    INCOMPLETE = "no verdict, the run is not whole"
    ERROR = "no verdict, something went wrong around the checks"
    UNKNOWN = "no verdict, not all of {env} could be asked"
    EXPIRED = "{env} is as declared, but an exemption has ended"
    ATTESTATION = "{env} is as declared, but an attestation does not count"
    NOTHING = "nothing was asked of {env}"
    GREEN = "{env} is as declared"


def state(record: Record) -> State:
    """Whether the environment is as declared, or why nobody can say."""
    counts = record.counts
    if counts.get("failed"):
        return State.FAILED
    if not record.complete:
        return State.INCOMPLETE
    if counts.get("error"):
        return State.ERROR
    if {"unknown", "blocked"} & set(counts):
        return State.UNKNOWN
    if any(each.state == "expired" for each in record.exemptions):
        return State.EXPIRED
    if any(each.verdict == "unknown" for each in record.attestations):
        return State.ATTESTATION
    if not {"passed", "flaky", "fixed", "waived"} & set(counts):
        return State.NOTHING
    return State.GREEN


def conclusion(record: Record) -> str:
    """The same as a sentence."""
    return state(record).format(env=record.run.env)


def gist(line: CheckLine | EmptyLine) -> str:
    """Why an outcome is what it is, on one line; empty where nothing is to be said."""
    told = line.text.strip().splitlines() or [""]
    if line.verdict == "waived":
        return told[-1]  # the judge puts the exemption below what was found
    return told[0] or "; ".join(line.notes).partition("\n")[0]


@dataclass(frozen=True)
class Trouble:
    """What is red beside the outcomes: `kind` is one of error, incomplete, exemption, attestation.

    `name` is unique among those of a kind.
    """

    kind: str
    name: str
    text: str


def troubles(record: Record) -> Iterator[Trouble]:
    """Everything red that is no outcome, for formats that know only outcomes: nothing red is invisible."""
    for error in record.errors:
        yield Trouble("error", f"{error.test or 'pytest itself'} ({error.phase})", error.text)
    if text := unfinished(record):
        yield Trouble("incomplete", "run", text)
    for each in record.exemptions:
        if each.state == "expired":
            yield Trouble("exemption", each.id, ended(each))
    for line in record.attestations:
        if line.verdict == "unknown":
            yield Trouble("attestation", f"{line.id} by {line.who}", line.text)


def unfinished(record: Record) -> str | None:
    """Why the run is not whole; None where it is."""
    if record.end is None:
        return "the record has no end: its run was killed, or still goes on"
    if record.end.complete:
        return None
    missing = record.end.missing
    names = ", ".join(missing[:NAMED]) + (", ..." if len(missing) > NAMED else "")
    of = f"{len(missing)} of {len(record.collected)} were not run"
    return f"{of}{f': {names}' if missing else ': what could not be collected is not known'}"


def ended(line: ExemptionLine) -> str:
    """What to do about an exemption whose time is over."""
    by = f"by {line.owner}, {line.approval},"
    return f"of {line.id} {by} ended on {line.until}: end what it accepts, or give it another day"
