"""What a run says before its end: the exemptions and whether they were used, what people vouch for, the run before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from fixtures.plugins.exemptions import states
from fixtures.session import Run
from reports.line import AnyLine, ExemptionLine
from reports.made import attestation_line
from reports.record import Record
from reports.recorder import runs_folder


def last_words(run: Run, record: Record, formats: AbstractSet[str]) -> Iterator[AnyLine]:
    """The lines, as far as they are said anyway or one of the formats shows them."""
    yield from _exemptions(run, record)
    yield from (attestation_line(each, dt.date.today()) for each in run.env.attestations)
    if formats & {"audit", "json"}:
        from reports.left_out import left_out  # it loads every check

        yield from left_out(run, record)
    if "audit" in formats:
        from reports.earlier import earlier  # 30 ms, and only an audit report shows it

        yield from filter(None, [earlier(record, runs_folder(run.env.name))])


def _exemptions(run: Run, record: Record) -> Iterator[ExemptionLine]:
    verdicts = {id: str(line.verdict) for id, line in record.outcomes.items()}
    for each, state in states(run.env, verdicts):
        yield ExemptionLine(
            id=f"{each.check}[{each.subject}]",
            owner=each.owner,
            approved_by=each.approved_by,
            why=each.why,
            begins=each.begins and each.begins.isoformat(),
            until=each.until.isoformat(),
            state=state,
        )
