"""What changed since the run before, and how the runs up to it came out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fixtures.texts import many
from reports.audit.section import Section
from reports.audit.view import View
from reports.line import EarlierLine

TITLE = "Since the last run"
PITCH, WIDTH, HIGH = 22, 14, 26
"""Of a bar, in units of the drawing."""


@dataclass(frozen=True)
class Drawn:
    """One bar: where it stands, how high it is, and how many were red."""

    x: int
    height: int
    red: int | None
    here: bool


def section(view: View) -> Section:
    """Compared by the run itself, so the page needs no other record."""
    line = view.record.earlier
    if line is None:
        told = (
            "no earlier run that asked the same was kept"
            if wanted(view)
            else "this run did not look for an earlier one"
        )
        return Section("changes", TITLE, told)
    broke, healed = len(line.broke), len(line.healed)
    counts = [(broke, "stopped holding"), (healed, "hold again" if healed != 1 else "holds again")]
    answer = ", ".join(f"{count} {words}" for count, words in counts if count)
    moved = line.turned or line.new or line.gone or line.files
    data = {"earlier": line, "causes": causes(view, line), "bars": bars(view, line), "sum": summed(view, line)}
    return Section("changes", TITLE, answer or ("little changed" if moved else "nothing changed"), "changes.html", data)


def wanted(view: View) -> bool:
    """Whether the run itself made an audit report, and so looked for an earlier one."""
    return any(word.startswith("--audit-report") or "audit:" in word for word in view.record.run.suite.command)


def causes(view: View, line: EarlierLine) -> list[tuple[int, int]]:
    """The number of each cause, and how much of what stopped holding is it or waits for it."""
    return sorted(Counter(view.numbers[id] for id in line.broke if id in view.numbers).items())


def bars(view: View, line: EarlierLine) -> list[Drawn]:
    """Those of older runs, and this one's."""
    reds = [*(bar.red for bar in line.older), view.red]
    top = max([red or 0 for red in reds] + [1])
    last = len(reds) - 1
    return [
        Drawn(n * PITCH, 6 + round((HIGH - 6) * red / top) if red else 3, red, n == last) for n, red in enumerate(reds)
    ]


def summed(view: View, line: EarlierLine) -> str:
    """The bars in words."""
    green = sum(bar.red == 0 and bar.complete for bar in line.older) + (view.red == 0)
    return f"in {green} of the last {many(len(line.older) + 1, 'run')} all held; this one is the last bar"
