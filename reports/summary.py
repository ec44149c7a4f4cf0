"""What came of a run, in words: causes first, most severe first, then what they block, then what was not asked."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator

from reports.record import Line

SEVERITIES = ("critical", "high", "medium", "low")
NOT_ASKED = ("off", "empty", "skipped")


def summary(lines: Iterable[Line], env: str, written: frozenset[str]) -> list[str]:
    """The lines to print.

    `env` names the environment in commands, `written` are the remedies that `--fix` can carry out.
    """
    by_verdict: dict[str, list[Line]] = {}
    for line in lines:
        by_verdict.setdefault(line["verdict"], []).append(line)
    shown: list[str] = []
    leader: dict[str, str] = {}
    for verdict in ("failed", "unknown"):
        red = sorted(by_verdict.get(verdict, ()), key=lambda line: SEVERITIES.index(line["severity"]))
        for group in _alike(red):
            leader |= {line["id"]: group[0]["id"] for line in group}
            shown += ["", *_cause(group, env, written)]
    blocked: dict[str, list[Line]] = {}
    for line in sorted(by_verdict.get("blocked", ()), key=lambda line: str(line["root"]["id"])):
        blocked.setdefault(leader.get(line["root"]["id"], line["root"]["id"]), []).append(line)
    for root, stopped in blocked.items():
        if root not in leader:
            shown += ["", *_unselected(stopped[0]["root"], env, written)]
        shown += ["", f"BLOCKED {len(stopped)} by {root}: {', '.join(line['id'] for line in stopped)}"]
    for verdict in ("fixed", "flaky", "waived"):
        for line in by_verdict.get(verdict, ()):
            shown += ["", f"{verdict.upper()} {line['id']}: {'; '.join(line['notes']) or line['text']}"]
    return [*shown, *_not_asked(by_verdict)]


def _alike(lines: list[Line]) -> list[list[Line]]:
    """Lines that say the same of one thing (a certificate that four names share) stand together."""
    groups: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        own = "|".join(map(re.escape, (line["subject"], line["subject"].rpartition(":")[2])))
        said = re.sub(rf"(?<!\w)(?:{own})(?!\w)", "", line["text"])
        groups.setdefault((line["check"], line["container"], line["severity"], said, *line["notes"]), []).append(line)
    return list(groups.values())


def _cause(group: list[Line], env: str, written: frozenset[str]) -> Iterator[str]:
    line = group[0]
    for each in group:
        yield f"{each['verdict'].upper()} {each['id']}  ({each['severity']})"
    if len(group) > 1:
        yield f"  the same of {len(group)} things, told of the first"
    yield from _body(line, line["notes"], env, written)


def _unselected(root: Line, env: str, written: frozenset[str]) -> Iterator[str]:
    yield f"{root['verdict'].upper()} {root['id']}  (not selected, asked because others need it)"
    yield from _body(root, (), env, written)


def _body(line: Line, notes: Iterable[str], env: str, written: frozenset[str]) -> Iterator[str]:
    yield from (f"  {part}" for part in line["text"].splitlines())
    yield from (f"  {note}" for note in notes)
    yield f"  why: {line['why']}"
    if line["verdict"] == "failed":  # of what could not be asked it is not known that anything is to be put right
        yield f"  fix: {line['fix']}"
        yield from _remedy(line, env, written)
    if line["declared"]:
        yield f"  declared: {line['declared']}"


def _remedy(line: Line, env: str, written: frozenset[str]) -> Iterator[str]:
    remedy = line["remedy"]
    if remedy is not None and remedy not in written:
        yield f"  remedy: {remedy} is not written yet, so --fix leaves this to you"
    elif remedy is not None:
        yield f"  remedy: {remedy} — pytest --env={env} --fix=plan -k {shlex.quote(line['id'])}"


def _not_asked(by_verdict: dict[str, list[Line]]) -> list[str]:
    """Every reason why something was not asked, or weighs otherwise here, with how many it is."""
    shown = []
    for verdict in NOT_ASKED:
        reasons: dict[tuple[str, str], int] = {}
        for line in by_verdict.get(verdict, ()):
            key = (line["check"], line["text"])
            reasons[key] = reasons.get(key, 0) + 1
        shown += [f"{verdict.upper()} {count} {check}: {reason}" for (check, reason), count in reasons.items()]
    weighed = [line for lines in by_verdict.values() for line in lines if line["verdict"] == "passed" and line["notes"]]
    shown += [f"SEVERITY {line['id']}: {'; '.join(line['notes'])}" for line in weighed]
    return ["", *shown] if shown else []
