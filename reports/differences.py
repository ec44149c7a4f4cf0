"""A comparison for a person: the worst first, one line a change, what blocks folded into its cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reports.comparison import Comparison, Outcome, Pair
from reports.conclusion import conclusion, gist, unfinished
from reports.line import CheckLine
from reports.record import Record
from reports.versions import changed

NAMED = 8
"""Names in one line."""


def render(found: Comparison) -> str:
    """Plain text; the last line is what it comes to."""
    return "".join(f"{line}\n" for line in _lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    yield _run("old", found.old)
    yield _run("new", found.new)
    yield from (f"  {each}" for each in _differ(found))
    yield from _red("BROKE", found.broke)
    yield from (f"ERROR {each.test or 'of pytest itself'} ({each.phase}): {_last(each.text)}" for each in found.errors)
    yield from _alone("NEW", (each for each in found.new_ones if not each.verdict.green))
    for pair in found.healed:
        yield f"HEALED {pair.id}: {pair.before.verdict}, {pair.after.verdict} now"
    for pair in found.turned:
        yield f"TURNED {pair.id}: {pair.before.verdict}, {pair.after.verdict} now: {gist(pair.after)}"
    for id, field, was, now in found.expected:
        yield f"EXPECTED {id}: {field}: {_said(was)}, {_said(now)} now"
    for id, was, now in found.slower:
        yield f"SLOWER {id}: {was:.2f} s, {now:.2f} s now"
    yield from _names("new and not red", [each.id for each in found.new_ones if each.verdict.green])
    yield from _names("gone", [each.id for each in found.gone])
    yield from _names("still red", [each.id for each in found.still])
    yield _sum(found)


def _run(word: str, record: Record) -> str:
    run = record.run
    return f"{word}: {run.env}, run {run.run} at {run.at}: {conclusion(record)}"


def _differ(found: Comparison) -> Iterator[str]:
    """What makes the two runs differ, beside the platform."""
    old, new = found.old.run, found.new.run
    rows = {
        "environment": (old.env, new.env),
        "platform": (_proof(found.old), _proof(found.new)),
        "commit": (_commit(found.old), _commit(found.new)),
        "asked": (" ".join(old.suite.command), " ".join(new.suite.command)),
        "from": (old.where.host, new.where.host),
    }
    yield from (f"{name}: {was}; {now} now" for name, (was, now) in rows.items() if was != now)
    yield from (f"version of {each}" for each in changed(found.old, found.new) or ())
    if found.files:
        yield f"expectations changed: {', '.join(found.files)}"
    if text := unfinished(found.new):
        yield f"the newer run is not whole, so what is gone may only not have been asked: {text}"
    if text := unfinished(found.old):
        yield f"the older run is not whole, so what is new may only not have been asked: {text}"


def _proof(record: Record) -> str:
    return ", ".join(f"{name} {value}" for name, value in record.run.against.identity.items())


def _commit(record: Record) -> str:
    suite = record.run.suite
    return f"{(suite.commit or 'unknown')[:12]}{' and changed files' if suite.dirty else ''}"


def _red(word: str, pairs: Iterable[Pair]) -> Iterator[str]:
    pairs = list(pairs)
    blocked = [pair for pair in pairs if pair.after.verdict == "blocked"]
    causes = {pair.id: 0 for pair in pairs if pair.after.verdict != "blocked"}
    for pair in blocked:
        root = pair.after.root if isinstance(pair.after, CheckLine) else None
        if root in causes:
            causes[root] += 1
    for pair in pairs:
        if pair.id in causes:
            more = f" (and {causes[pair.id]} blocked by it)" if causes[pair.id] else ""
            yield f"{word} {pair.id}: {pair.before.verdict}, {pair.after.verdict} now{more}"
            yield from (f"  {line}" for line in pair.after.text.splitlines())
    yield from _alone(word, (pair.after for pair in blocked if getattr(pair.after, "root", None) not in causes))


def _alone(word: str, lines: Iterable[Outcome]) -> Iterator[str]:
    yield from (f"{word} {line.id}: {line.verdict}: {gist(line)}" for line in lines)


def _names(word: str, ids: list[str]) -> Iterator[str]:
    if ids:
        more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
        yield f"{len(ids)} {word}: {', '.join(ids[:NAMED])}{more}"


def _sum(found: Comparison) -> str:
    counts = {
        "broke": len(found.broke),
        "healed": len(found.healed),
        "turned otherwise": len(found.turned),
        "new": len(found.new_ones),
        "gone": len(found.gone),
        "slower": len(found.slower),
        "still red": len(found.still),
    }
    said = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f"{said or 'nothing changed'}: {'it is worse' if found.worse else 'it is no worse'}"


def _last(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]


def _said(value: object) -> str:
    return "not declared" if value is None else str(value)
