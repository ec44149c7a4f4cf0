"""The whole record as one JSON document, for programs."""

from __future__ import annotations

import json
from typing import Any

from reports.line import CheckLine, EmptyLine
from reports.record import Record


def render(record: Record) -> str:
    """An object with `run`, `complete`, `exit` (null where the run was killed), `counts`, `checks`, `errors`, ..."""
    document = {
        "run": record.run.model_dump(mode="json"),
        "complete": record.complete,
        "exit": record.end and record.end.exit,
        "missing": record.end and list(record.end.missing),
        "counts": record.counts,
        "checks": [_check(record, line) for line in record.checks],
        "errors": [line.model_dump(mode="json") for line in record.errors],
        "versions": [line.model_dump(mode="json") for line in record.versions],
        "left_out": [line.model_dump(mode="json") for line in record.left_out],
        "repairs": [line.model_dump(mode="json") for line in record.repairs],
        "exemptions": [line.model_dump(mode="json") for line in record.exemptions],
        "attestations": [line.model_dump(mode="json") for line in record.attestations],
        "controls": {line.id: {"title": line.title, "controls": line.controls} for line in record.frameworks},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _check(record: Record, line: CheckLine | EmptyLine) -> dict[str, Any]:
    """An outcome with what its check says of itself, and the cause that blocks it written out."""
    said = record.statements[line.check].model_dump(include={"why", "fix", "source"})
    root = line.root if isinstance(line, CheckLine) else None
    return {**line.model_dump(mode="json"), **said, "root": root and _root(record, root)}


def _root(record: Record, id: str) -> dict[str, Any]:
    cause = record.outcomes.get(id)
    if not isinstance(cause, CheckLine):
        return {"id": id}
    said = record.statements[cause.check].model_dump(include={"why", "fix"})
    return {**cause.model_dump(mode="json", include={"id", "verdict", "text", "declared", "remedies"}), **said}
