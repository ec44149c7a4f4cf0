"""TAP 13: a line an outcome, with its text as YAML; a run that is not whole bails out.

What is waived is `not ok` with TODO, which a harness does not count as failed; what was not asked is SKIP.
Source: testanything.org, TAP version 13.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from reports.conclusion import gist, troubles
from reports.line import CheckLine, EmptyLine
from reports.record import Record
from reports.unasked import NOT_ASKED


def render(record: Record) -> str:
    """The version, a plan, and a line an outcome or trouble."""
    return "".join(f"{line}\n" for line in _lines(record))


def _lines(record: Record) -> Iterator[str]:
    red = [each for each in troubles(record) if each.kind != "incomplete"]
    yield "TAP version 13"
    yield f"1..{len(record.checks) + len(red)}"
    for number, line in enumerate(record.checks, 1):
        yield from _outcome(number, line)
    for number, each in enumerate(red, len(record.checks) + 1):
        yield f"not ok {number} - {_fit(f'{each.kind}: {each.name}')}"
        yield from _yaml({"verdict": each.kind, "message": each.text})
    yield from (f"Bail out! {_fit(each.text)}" for each in troubles(record) if each.kind == "incomplete")


def _outcome(number: int, line: CheckLine | EmptyLine) -> Iterator[str]:
    ok = "ok" if line.verdict.green and line.verdict != "waived" else "not ok"
    word = "SKIP" if line.verdict in NOT_ASKED else "TODO" if line.verdict == "waived" else ""
    directive = f" # {word} {_fit(gist(line))}" if word else ""
    yield f"{ok} {number} - {_fit(line.id)}{directive}"
    if not line.verdict.green or line.verdict in ("waived", "flaky", "fixed"):
        root = line.root if isinstance(line, CheckLine) else None
        told = {"verdict": str(line.verdict), "severity": line.severity, "message": line.text}
        more = {"root": root or "", "notes": "; ".join(line.notes)}
        yield from _yaml(told | {name: value for name, value in more.items() if value})


def _yaml(fields: dict[str, str]) -> Iterator[str]:
    """Each value as JSON writes it in ASCII, which is YAML too and has no line end, so no text ends the block."""
    yield "  ---"
    yield from (f"  {name}: {json.dumps(value)}" for name, value in fields.items())
    yield "  ..."


def _fit(text: str) -> str:
    """One line; a hash that could begin a directive is escaped."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("#", "\\#")
