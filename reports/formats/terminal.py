"""A record for a person at 3 a.m.: each cause with what it blocks, what is not asked, and the next command to type.

What fits one screen is told once. What does not is told whole, and its last screen says it again in short.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.causes import Cause, causes
from reports.conclusion import conclusion, ended, unfinished
from reports.line import ErrorLine, ExemptionLine
from reports.next import next_command
from reports.record import Record
from reports.style import Style, counted
from reports.unasked import unasked

PLAIN = Style()


def render(record: Record, style: Style = PLAIN) -> str:
    """The summary of a run, or of what there is of it."""
    found = list(causes(record))
    details = [*_errors(record), *style.fitted(_details(record, found, style))] if style.verbosity > -2 else []
    end = style.fitted([*_faults(record), *_end(record, found, style)])
    if style.rows(details) + style.rows(end) < style.height and style.verbosity > -2:
        return style.shown([*details, *end])
    short = style.fitted(_short(record, found, max(1, style.height - style.rows(end) - 3)))
    return style.shown([*details, *short, *([""] if short else []), *end])


def _errors(record: Record) -> Iterator[str]:
    """Whole and as they are: a traceback is not wrapped."""
    for error in record.errors:
        yield _head(error)
        yield from (f"  {part}" for part in error.text.splitlines())
        yield ""


def _head(error: ErrorLine) -> str:
    return f"ERROR {error.test or 'of pytest itself'}  ({error.phase})"


def _gist(text: str) -> str:
    """The last line in which pytest marks an error, or the last one at all."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith("E ")]
    return (marked or lines or [""])[-1].removeprefix("E ").strip()


def _details(record: Record, found: list[Cause], style: Style) -> Iterator[str]:
    for cause in found:
        yield from cause.told(style)
        yield ""
    for verdict in ("fixed", "flaky", "waived"):
        for line in record.outcomes.values():
            if line.verdict == verdict:
                head, *rest = ("; ".join(line.notes) or line.text).splitlines() or [""]
                yield f"{verdict.upper()} {line.id}: {head}"
                yield from (f"  {part}" for part in rest)
    for each in record.repairs:
        if each.state == "refused":  # what was planned and done the repairing tells itself, step by step
            yield f"REFUSED {each.remedy or 'every remedy'} for {each.check}: {each.text}"
    said = list(unasked(record))
    yield from said
    yield from [""] if said else []


def _short(record: Record, found: list[Cause], room: int) -> Iterator[str]:
    """One line an error or cause, as many as there is room for."""
    heads = [f"{_head(error)}: {_gist(error.text)}" for error in record.errors]
    heads += [cause.head(blocks=True) for cause in found]
    yield from heads[:room]
    if len(heads) > room:
        yield f"and {len(heads) - room} more, told above"


def _faults(record: Record) -> Iterator[str]:
    for each in record.exemptions:
        if text := _exemption(each):
            yield f"EXEMPTION {text}"
    for line in record.attestations:
        if line.verdict == "unknown":
            yield f"ATTESTATION of {line.id} is unknown: {line.text}"
    if record.end and (text := unfinished(record)):
        yield f"INCOMPLETE: {text}"


def _exemption(line: ExemptionLine) -> str | None:
    if line.state == "expired":
        return ended(line)
    if line.state == "not needed":
        return f"of {line.id} by {line.owner}, {line.approval}, is not used: it holds; until {line.until}"
    return None


def _end(record: Record, found: list[Cause], style: Style) -> Iterator[str]:
    if record.end is None:
        yield "KILLED: the record has no end"
        return
    took = f"{record.end.seconds:.1f} s"
    said = f"{counted(record.counts) or 'nothing'} in {took}: {conclusion(record)}"
    yield said
    yield from style.told.splitlines()
    if record.end.exit != 0 and (command := next_command(record, found, style)):
        yield f"next: {command}"
