"""Every check as a page for people, made from the checks themselves (`docs/checks.md`)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from fixtures.verdict.check import Check

HEAD = (
    "# The checks\n\nMade by `python -m reports catalogue`; what each check says of itself stands in its docstring.\n"
)


def page(checks: Iterable[Check]) -> str:
    """The page in Markdown, by room and id."""
    parts = [HEAD]
    for room, group in groupby(sorted(checks, key=lambda check: check.id), key=lambda check: check.room):
        parts.append(f"\n## {room}\n")
        parts += [_section(check) for check in group]
    return "".join(parts)


def _section(check: Check) -> str:
    rows = {"Why": check.why, "Fix": check.fix, "Source": check.source, "Remedy": check.remedy and f"`{check.remedy}`"}
    lines = "".join(f"- {name}: {text}\n" for name, text in rows.items() if text)
    return f"\n### {check.id}\n{check.title} ({check.severity})\n\n{lines}"
