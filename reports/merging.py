"""Several records as one: shards of a platform side by side, platforms with their name before each thing.

What is merged is proven first; a record that is torn, changed or not there is named, and the whole is not complete.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fixtures.texts import many
from fixtures.verdict.outcome import Verdict
from reports.about import suite_of, who
from reports.line import (
    Against,
    AnyLine,
    AttestationLine,
    CheckLine,
    CollectedLine,
    EmptyLine,
    EndLine,
    ErrorLine,
    ExemptionLine,
    RunLine,
    VersionLine,
)
from reports.record import MERGED, Record, RecordError, content_of, parse
from reports.selection import left_out
from reports.sites import frameworks_of, id_of, left_out_of, of_site, platform_of, prefix, sites_of
from reports.whole import prove

WORST = (Verdict.FAILED, Verdict.UNKNOWN, Verdict.BLOCKED)
"""Of one check in two shards this is what counts, in this order; else the later one."""


@dataclass(frozen=True)
class Source:
    """A record as it was given: what it holds, or why it cannot be taken, or not as a whole."""

    file: Path
    record: Record | None
    fault: str = ""


def source(file: Path) -> Source:
    """A record file, proven."""
    record = None
    try:
        content = content_of(file)
        record = parse(file, content)
        prove(file, content)
    except RecordError as error:
        return Source(file, record, str(error))
    return Source(file, record)


def merged(sources: Sequence[Source], expected: Iterable[str] = (), command: Sequence[str] = ()) -> Record:
    """One record of all; `expected` names the sites that must be among them.

    Raises:
        RecordError: there is no record among the sources.
    """
    sites = sites_of(each.record for each in sources if each.record is not None)
    if not sites:
        raise RecordError("; ".join(each.fault for each in sources) or "there is no record to merge")
    absent = sorted({*expected} - {*sites})
    records = [record for shards in sites.values() for record in shards]
    body: list[AnyLine] = [*platform_of(sites)]
    body.append(CollectedLine(at=_first(records), ids=tuple(dict.fromkeys(_collected(sites, absent)))))
    body += {line.check: line for record in records for line in record.statements.values()}.values()
    body += _outcomes(sites)
    body += [_error(each) for each in sources if each.fault]
    body += [ErrorLine(at=_last(records), test=name, phase="merge", text="there is no record of it") for name in absent]
    body += _others(sites)
    head = _run(sites, command)
    body = [*frameworks_of(records), *body]
    counted = Record((head, *body)).counts
    return Record((head, *body, _end(sites, sources, absent, counted)))


def _collected(sites: Mapping[str, list[Record]], absent: list[str]) -> Iterator[str]:
    for site, shards in sites.items():
        yield from (f"{prefix(sites, site)}{id}" for record in shards for id in record.collected)
    yield from absent


def _outcomes(sites: Mapping[str, list[Record]]) -> Iterator[AnyLine]:
    for site, shards in sites.items():
        found: dict[str, CheckLine | EmptyLine] = {}
        for line in (line for record in shards for line in record.outcomes.values()):
            found[line.id] = _counts(found[line.id], line) if line.id in found else line
        yield from (of_site(line, prefix(sites, site)) for line in found.values())


def _counts(one: CheckLine | EmptyLine, other: CheckLine | EmptyLine) -> CheckLine | EmptyLine:
    """Of two outcomes of one check: the red one, the selected one, the later one."""

    def weight(line: CheckLine | EmptyLine) -> tuple[int, bool, str]:
        return (-WORST.index(line.verdict) if line.verdict in WORST else -len(WORST), line.selected, line.at)

    counts = max(one, other, key=weight)
    return counts.model_copy(update={"selected": one.selected or other.selected})


def _error(source: Source) -> ErrorLine:
    at = {"at": source.record.run.at} if source.record else {}
    return ErrorLine(test=str(source.file), phase="merge", text=source.fault, **at)


def _others(sites: Mapping[str, list[Record]]) -> Iterator[AnyLine]:
    for site, shards in sites.items():
        before = prefix(sites, site)
        exemptions: dict[str, ExemptionLine] = {}
        attestations: dict[str, AttestationLine] = {}
        versions: dict[str, VersionLine] = {}
        for record in shards:
            for error in record.errors:
                yield error.model_copy(update={"test": f"{before}{error.test}"})
            for repair in record.repairs:
                yield repair.model_copy(update={"check": id_of(repair.check, before)})
            for line in record.exemptions:  # a shard that did not ask it knows nothing of it
                if line.id not in exemptions or exemptions[line.id].state == "not asked":
                    exemptions[line.id] = line
            versions |= {line.id: line for line in record.versions}
            attestations |= {line.id: line for line in record.attestations}
        yield from (line.model_copy(update={"id": id_of(line.id, before)}) for line in exemptions.values())
        yield from (line.model_copy(update={"container": f"{before}{line.container}"}) for line in versions.values())
        yield from left_out_of(shards, before)
        yield from (line.model_copy(update={"who": f"{before}{line.who}"}) for line in attestations.values())


def _run(sites: Mapping[str, list[Record]], command: Sequence[str]) -> RunLine:
    records = [record for shards in sites.values() for record in shards]
    first = min(records, key=lambda record: record.run.at).run
    names = "\n".join(sorted(record.run.run for record in records))
    every = {site: shards[0].run.against for site, shards in sites.items()}
    layers = {f"{prefix(sites, site)}{k}": v for site, against in every.items() for k, v in against.layers.items()}
    proofs = {f"{prefix(sites, site)}{k}": v for site, against in every.items() for k, v in against.identity.items()}
    variables = sorted({name for record in records for name in record.run.against.variables})
    return first.model_copy(
        update={
            "run": f"{MERGED}{hashlib.sha256(names.encode()).hexdigest()[:12]}",
            "env": "+".join(sites),
            "sites": tuple(sites) if len(sites) > 1 else (),
            "title": f"{many(len(records), 'record')} of {', '.join(sites)}",
            "protected": any(record.run.protected for record in records),
            "who": who(),
            "suite": suite_of(first.suite, command),
            "selected": tuple(dict.fromkeys(word for shards in sites.values() for word in left_out(shards))),
            "against": Against(layers=layers, variables=tuple(variables), identity=proofs),
        }
    )


def _end(
    sites: Mapping[str, list[Record]], sources: Sequence[Source], absent: list[str], counts: dict[str, int]
) -> EndLine:
    records = [record for shards in sites.values() for record in shards]
    missing = [*absent, *(str(each.file) for each in sources if each.record is None)]
    for site, shards in sites.items():
        missing += [f"{prefix(sites, site)}{id}" for id in _unreported(shards)]
    ends = [record.end for record in records]
    lost = any(end is None or not (end.complete or end.missing) for end in ends)
    whole = not missing and not lost and not any(each.fault for each in sources)
    worst = max((end.exit for end in ends if end), default=1)
    return EndLine(
        at=_last(records),
        complete=whole,
        exit=worst or int(not whole),
        missing=tuple(missing),
        counts=counts,
        seconds=max((end.seconds for end in ends if end), default=0.0),
    )


def _unreported(shards: Iterable[Record]) -> list[str]:
    """What one shard left out and no other reported."""
    ended = [(record.collected, record.end.missing) for record in shards if record.end]
    reported = {id for collected, missing in ended for id in {*collected} - {*missing}}
    return list(dict.fromkeys(id for _, missing in ended for id in missing if id not in reported))


def _first(records: Iterable[Record]) -> str:
    return min(record.run.at for record in records)


def _last(records: Iterable[Record]) -> str:
    return max(record.end.at if record.end else record.lines[-1].at for record in records)
