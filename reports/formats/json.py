"""The whole record as one JSON document, for programs."""

from __future__ import annotations

import json

from reports.record import Record


def render(record: Record) -> str:
    """An object with `run`, `complete`, `exit` (null where the run was killed), `counts` and `checks`."""
    document = {
        "run": record.run,
        "complete": record.complete,
        "exit": record.end and record.end["exit"],
        "missing": record.end["missing"] if record.end else None,
        "counts": record.counts,
        "checks": list(record.checks),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
