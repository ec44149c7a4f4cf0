"""Every check as a page for people, made from the checks themselves (`docs/checks.md`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from fixtures.verdict.check import Check

HEAD = """# The checks

Made by `python -m fixers heals | python -m reports catalogue`. What a check says of itself stands in its docstring,
what heals it in fixers/.
"""


def page(checks: Iterable[Check], heals: Mapping[str, Iterable[str]]) -> str:
    """The page in Markdown, by room and id; `heals` are the ids of remedies and advices by check."""
    parts = [HEAD]
    for room, group in groupby(sorted(checks, key=lambda check: check.id), key=lambda check: check.room):
        parts.append(f"\n## {room}\n")
        parts += [_section(check, heals.get(check.id, ())) for check in group]
    return "".join(parts)


def _section(check: Check, heals: Iterable[str]) -> str:
    rows = {
        "Why": check.why,
        "Fix": check.fix,
        "Source": check.source,
        "Remedy": ", ".join(f"`{each}`" for each in heals),
    }
    instead = (("Instead of", each) for each in check.instead)
    lines = "".join(f"- {name}: {text}\n" for name, text in (*rows.items(), *instead) if text)
    canary = "; asked with `-m canary` alone" if check.canary else ""
    return f"\n### {check.id}\n{check.title} ({check.severity}{canary})\n\n{lines}"
