"""A table for a spreadsheet, a row an outcome, and one for each thing that went wrong around them.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which shows it as text.
Source: OWASP, CSV Injection; RFC 4180.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from reports.conclusion import troubles
from reports.line import CheckLine, EmptyLine
from reports.record import Record
from reports.versions import of_container

COLUMNS = (
    *("environment", "run", "at", "id", "check", "room", "container", "subject", "title", "severity", "smoke"),
    *("verdict", "text", "root", "declared", "remedies", "applied", "seconds", "why", "fix", "source", "version"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet computes, the full-width forms as well."""


def render(record: Record) -> str:
    """Comma-separated values with a head line; lines end as RFC 4180 has them."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="")
    table.writeheader()
    for row in _rows(record):
        table.writerow({name: _fit(str(value)) for name, value in row.items()})
    return text.getvalue()


def _rows(record: Record) -> Iterator[dict[str, object]]:
    run = {"environment": record.run.env, "run": record.run.run}
    for line in record.checks:
        yield {**run, **_outcome(record, line)}
    for each in troubles(record):
        yield {**run, "id": each.name, "verdict": each.kind, "text": each.text, "at": record.run.at}


def _outcome(record: Record, line: CheckLine | EmptyLine) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(line, name) for name in COLUMNS if name in EmptyLine.model_fields}
    said = record.statements[line.check]
    row |= {"smoke": "yes" if line.smoke else "no", "why": said.why, "fix": said.fix, "source": said.source}
    row["version"] = of_container(record, line.container)
    if isinstance(line, CheckLine):
        row |= {
            "root": line.root or "",
            "declared": line.declared,
            "fix": line.fix or said.fix,
            "remedies": " ".join(line.remedies),
            "applied": line.applied or "",
            "seconds": f"{line.seconds:.3f}",
        }
    return row


def _fit(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
