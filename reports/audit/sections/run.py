"""Who asked what, from where, with what, measured by what."""

from __future__ import annotations

import shlex

from reports.audit.section import Section
from reports.audit.view import View
from reports.selection import selected


def section(view: View) -> Section:
    """The environment card."""
    record = view.record
    run, suite = record.run, record.run.suite
    care = not record.complete or suite.dirty is not False
    data = {
        "run": run,
        "command": shlex.join(suite.command),
        "chosen": selected(run),
        "stop": record.end.at if record.end else record.lines[-1].at,
        "tests": len(record.collected),
    }
    answer = f"{run.env}, asked from {run.where.host}" if not care else "with a reservation, see the head of the page"
    return Section("run", "Run", answer, "run.html", data, "care" if care else "", "warn" if care else "")
