"""Which statement of the guide, or of another document, has how many checks, and whether they hold."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from fixtures.texts import many
from reports.audit.section import Section
from reports.audit.texts import sentence
from reports.audit.view import View

QUOTED = re.compile(r"[“\"(:`]")
NUMBERED = re.compile(r"^(ground truth|catalogue|RFC)\b.*", re.IGNORECASE)
GUIDE = "guide, "
Rows = dict[str, tuple[int, Counter[str]]]


def section(view: View) -> Section:
    """By what the checks name as their source: the guide's own parts first."""
    found = coverage(view)
    if not found:
        return Section("guide", "Guide coverage", "no check was asked")
    own = parts(statement.source for statement in view.record.statements.values())
    guide = {name: row for name, row in found.items() if name in own}
    others = {name: row for name, row in found.items() if name not in own}
    answer = f"{many(len(guide), 'part')} of the guide, {many(len(view.record.statements), 'check')}"
    if without := sum(len(line.ids) for line in view.record.left_out if line.what == "guide"):
        answer = f"{answer}; {many(without, 'statement')} without one, see section 10"
    return Section("guide", "Guide coverage", answer, "guide.html", {"guide": guide, "others": others})


def coverage(view: View) -> Rows:
    """Source to how many checks name it, and the verdicts of their things."""
    checks: dict[str, set[str]] = defaultdict(set)
    for check, statement in view.record.statements.items():
        for name in sources(statement.source):
            checks[name].add(check)
    verdicts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in view.record.checks:
        verdicts[line.check][str(line.verdict)] += 1
    return {
        name: (len(checks[name]), sum((verdicts[check] for check in checks[name]), Counter()))
        for name in sorted(checks, key=str.lower)
    }


def parts(texts: Iterable[str]) -> set[str]:
    """The parts of the guide: whatever some check names as one; others name it without saying guide again."""
    return {sources(text)[0] for text in texts if text.startswith(GUIDE)}


def sources(text: str) -> list[str]:
    """The documents that a check's source names, without the passage."""
    found = []
    for part in text.strip().rstrip(".").split("; "):
        document = part.removeprefix(GUIDE).strip()
        name = QUOTED.split(document)[0].partition(", ")[0].strip(" ,.") or document.strip(' "')
        found.append(sentence(NUMBERED.sub(lambda match: match[1], name)))
    return list(dict.fromkeys(found))
