"""The summary of a step in CI (Gitea, Forgejo, GitHub), or of a ticket: each cause with what to do, the rest folded.

Texts of the world are escaped or fenced: none becomes a link, an image or a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reports.causes import Cause, causes
from reports.conclusion import conclusion, gist, troubles
from reports.record import Record
from reports.style import counted
from reports.unasked import unasked

SIGNS = re.compile(r"[\\`*_\[\]<>|~&@]|:(?=//|\w+:)|(?<=www)\.|^(?:[#+-]|\d+(?=[.)]))")
"""What Markdown, its extensions and HTML read as more than itself: `@` calls people, `:word:` draws, `www.` links."""
ENTITIES = {"<": "&lt;", "&": "&amp;"}
CODE = re.compile(r"`[^`\n]+`")


def render(record: Record) -> str:
    """The sentence first, then causes and troubles whole, then what is accepted, repaired or not asked."""
    return "\n".join(_lines(record)).rstrip("\n") + "\n"


def _lines(record: Record) -> Iterator[str]:
    run, end = record.run, record.end
    yield f"## {escaped(conclusion(record))}"
    yield ""
    took = f" in {end.seconds:.1f} s" if end else ""
    yield f"{counted(record.counts) or 'nothing'}{took}"
    yield ""
    commit = f" at {code(run.suite.commit[:12])}{' (changed)' if run.suite.dirty else ''}" if run.suite.commit else ""
    who = escaped(run.who.sudo_user or run.who.user)
    yield f"{code(' '.join(run.suite.command))}{commit}, by {who} on {escaped(run.where.host)}, run {code(run.run)}"
    for cause in causes(record):
        yield from _cause(cause)
    for each in troubles(record):
        yield from ["", f"### {each.kind.upper()} {escaped(each.name)}", "", *fenced(each.text)]
    rows = {verdict: list(_ended(record, verdict)) for verdict in ("fixed", "flaky", "waived")}
    for verdict, lines in rows.items():
        yield from _folded(f"{len(lines)} {verdict}", lines)
    repairs = [
        f"{escaped(each.state)}: {escaped(each.remedy or 'every remedy')} for {code(each.check)}"
        + (f", plan {code(each.plan)}" if each.plan else "")
        for each in record.repairs
    ]
    yield from _folded("Repairs", repairs)
    quiet = [escaped(each) for each in unasked(record)]
    yield from _folded("Not asked, or of another severity here", quiet)


def _cause(cause: Cause) -> Iterator[str]:
    line = cause.first
    yield from ["", f"### {line.verdict.upper()} {code(line.id)} ({line.severity})", ""]
    if len(cause.lines) > 1:
        yield from [f"The same of {', '.join(code(each.id) for each in cause.lines[1:])}.", ""]
    yield from [*fenced("\n".join([line.text, *line.notes])), ""]
    yield f"- why: {said(cause.statement.why)}"
    if line.verdict == "failed":
        yield f"- fix: {said(line.fix or cause.statement.fix)}"
        yield from (f"- remedy: {code(each)}" for each in line.remedies)
    if line.declared:
        yield f"- declared: {code(line.declared)}"
    if cause.blocked:
        yield from _folded(f"blocks {len(cause.blocked)}", [code(each) for each in cause.blocked])


def _ended(record: Record, verdict: str) -> Iterator[str]:
    for line in record.outcomes.values():
        if line.verdict == verdict:
            yield f"{code(line.id)}: {escaped(gist(line))}"


def _folded(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A list that a reader opens, where there is anything in it."""
    if found := [f"- {each}" for each in lines]:
        yield from ["", f"<details><summary>{title}</summary>", "", *found, "", "</details>"]


def escaped(text: str) -> str:
    """A text that is shown as it is, on one line."""
    return SIGNS.sub(lambda each: ENTITIES.get(each[0]) or f"\\{each[0]}", " ".join(text.split()))


def code(text: str) -> str:
    """A text as code on one line, whatever backticks it holds."""
    fence = "`" * (_longest(text) + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{space}{' '.join(text.split())}{space}{fence}"


def said(text: str) -> str:
    """What a check says of itself: escaped, but its commands are code."""
    done, parts = 0, []
    for each in CODE.finditer(text):
        parts += [_piece(text[done : each.start()]), code(each[0][1:-1])]
        done = each.end()
    return "".join([*parts, _piece(text[done:])]).strip()


def _piece(text: str) -> str:
    """As `escaped`, with the spaces at its ends."""
    before, after = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    return f"{before}{escaped(text)}{after}" if text.strip() else before


def fenced(text: str) -> Iterator[str]:
    """Lines as they are, in a block that none of them ends."""
    fence = "`" * max(3, _longest(text) + 1)
    yield from [f"{fence}text", *text.splitlines(), fence]


def _longest(text: str) -> int:
    return max((len(each) for each in re.findall("`+", text)), default=0)
