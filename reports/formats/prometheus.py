"""Metrics of a run, for the textfile collector of the node exporter: which check is red, since which run, and how long.

Source: prometheus.io, Exposition formats; Writing exporters.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from fixtures.verdict.outcome import Verdict
from reports.line import CheckLine, ExemptionLine
from reports.record import Record

Samples = Iterable[tuple[dict[str, str], float]]


def render(record: Record) -> str:
    """Every metric with its help and type, and the environment as a label of each sample."""
    return exposition([record])


def exposition(records: Sequence[Record]) -> str:
    """The metrics of several environments: each metric once, with the samples of all."""
    return "".join(
        f"# HELP {name} {said}\n# TYPE {name} gauge\n{''.join(samples)}"
        for (name, said), samples in _by_metric(records)
    )


def _by_metric(records: Sequence[Record]) -> Iterable[tuple[tuple[str, str], list[str]]]:
    found: dict[tuple[str, str], list[str]] = {}
    for record in records:
        for name, said, samples in _metrics(record):
            found.setdefault((name, said), []).extend(
                f"{name}{_labels({'env': record.run.env, **labels})} {value!r}\n" for labels, value in samples
            )
    return found.items()


def _metrics(record: Record) -> Iterable[tuple[str, str, Samples]]:
    run, end = record.run, record.end
    counts = Counter(str(line.verdict) for line in record.checks)
    errors = Counter(each.phase for each in record.errors)
    about = {"run": run.run, "commit": run.suite.commit or "", "version": run.suite.version, "host": run.where.host}
    yield "gbo_run_info", "The run that these metrics are of; always 1.", [(about, 1)]
    yield "gbo_run_start_timestamp_seconds", "When the run began.", [({}, _seconds(run.at))]
    ended: Samples = [({}, _seconds(end.at))] if end else []
    yield "gbo_run_end_timestamp_seconds", "When the run ended; absent of one that was killed.", ended
    yield "gbo_run_duration_seconds", "How long the run took.", [({}, end.seconds)] if end else []
    yield "gbo_run_complete", "1 when everything collected was reported, else 0.", [({}, int(record.complete))]
    yield "gbo_run_exit_code", "Exit code of pytest; absent of a killed run.", [({}, end.exit)] if end else []
    yield (
        "gbo_run_errors",
        "What went wrong around the checks, by phase.",
        [({"phase": p}, n) for p, n in errors.items()],
    )
    yield "gbo_checks", "Outcomes by verdict.", [({"verdict": str(each)}, counts[str(each)]) for each in Verdict]
    checks = [line for line in record.checks if isinstance(line, CheckLine)]
    yield (
        "gbo_check_red",
        "1 when the check failed, could not be asked, or is blocked; 0 when not.",
        [(_of(line), int(not line.verdict.green)) for line in checks],
    )
    yield (
        "gbo_check_verdict",
        "The verdict of the check; always 1.",
        [({**_of(line), "verdict": str(line.verdict)}, 1) for line in checks],
    )
    yield "gbo_check_duration_seconds", "How long it took to reach the verdict.", [(_of(x), x.seconds) for x in checks]
    yield (
        "gbo_exemption_until_timestamp_seconds",
        "The end of the last day of an exemption.",
        [(_exemption(each), _last(each.until)) for each in record.exemptions],
    )
    yield (
        "gbo_attestation_until_timestamp_seconds",
        "The end of the last day on which an attestation counts.",
        [({"id": x.id, "who": x.who, "verdict": x.verdict}, _last(x.until)) for x in record.attestations],
    )


def _exemption(line: ExemptionLine) -> dict[str, str]:
    return {"id": line.id, "owner": line.owner, "approved_by": line.approved_by or "", "state": line.state}


def _of(line: CheckLine) -> dict[str, str]:
    names = ("check", "subject", "room", "container", "severity")
    return {name: str(getattr(line, name)) for name in names}


def _labels(labels: dict[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_fit(value)}"' for name, value in labels.items()) + "}"


def _fit(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _seconds(at: str) -> float:
    return dt.datetime.fromisoformat(at).timestamp()


def _last(day: str) -> float:
    return (dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) + dt.timedelta(days=1)).timestamp()
