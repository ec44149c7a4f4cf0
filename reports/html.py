"""Our run in the report of pytest-html (`--html`): our counts, our environment card, and columns that say what to do.

pytest-html knows seven outcomes, which its script filters, sorts and colours by; each verdict rides on one of them, and
is called by its own name. It writes cells, ids and the environment unescaped, so everything is escaped here.
Source: pytest-html 4.2, basereport.py, report_data.py, resources/app.js; ecosystem.md, finding 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from typing import Any

import pytest

from fixtures.session import run_of
from reports.card import card
from reports.conclusion import conclusion, gist, troubles
from reports.keeper import Keeper
from reports.line import CheckLine, EmptyLine, StatementLine
from reports.outcomes import said_by
from reports.record import Record
from reports.style import counted

RIDES = {
    **dict.fromkeys(("passed", "flaky", "fixed"), "Passed"),
    **dict.fromkeys(("skipped", "off", "empty"), "Skipped"),
    **{"failed": "Failed", "unknown": "Rerun", "blocked": "XFailed", "waived": "XPassed", "error": "Error"},
}
"""Verdict to the outcome of pytest-html that it rides on."""
LABELS = {
    **{"failed": "Failed", "error": "Errors", "xfailed": "Blocked", "xpassed": "Waived", "passed": "Held"},
    **{"skipped": "Not asked", "rerun": "Unknown"},
}
"""Outcome to its name for people. Their template puts no comma behind `rerun`, so that is the last until `SCRIPT`."""
FOLDED = ("passed", "xfailed", "xpassed", "skipped")
"""Outcomes of which a row is one line until it is opened: what is blocked waits for a cause that has its own row."""
COLUMNS = {
    **{"verdict": "Verdict", "testId": "Check", "title": "Title", "severity": "Severity", "cause": "Cause"},
    **{"why": "Why", "fix": "Fix", "remedy": "Remedy", "duration": "Duration"},
}
SORTABLE = ("verdict", "testId", "severity", "duration")
STYLE = (
    "<style>.run-count { display: none; } .xpassed .col-result, span.xpassed { color: #1a5ca6; } "
    ".rerun .col-result, span.rerun { color: #6538ab; } #results-table td { vertical-align: top; } "
    "#environment, #results-table { color: #16191d; }</style>"
)
"""Waived is not red, unknown has its own colour, texts are dark; the number of tests that ended is none of ours."""
SCRIPT = """<script>addEventListener("DOMContentLoaded", () => {
    const row = document.querySelector(".filters"), unknown = row.querySelector("span.rerun");
    row.querySelector("[data-test-result=xfailed]").before(unknown.previousElementSibling, unknown);
    unknown.append(",");
    row.lastElementChild.textContent = row.lastElementChild.textContent.replace(/,$/, "");
})</script>"""
"""Puts unknown before blocked, for the eye and the keyboard; no hook of theirs reaches the row."""


def pytest_configure(config: pytest.Config) -> None:
    """Listen only where pytest-html is at work."""
    if config.pluginmanager.hasplugin("html") and config.getoption("htmlpath", None):
        config.pluginmanager.register(_Html(config), "infrastructure-html")


class _Html:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.report: Any = None

    @property
    def record(self) -> Record | None:
        """What the run has said; None where it asks nothing."""
        keeper = self.config.pluginmanager.getplugin("infrastructure-record")
        return keeper.record if isinstance(keeper, Keeper) and keeper.record.lines else None

    def pytest_html_report_title(self, report: Any) -> None:
        run = run_of(self.config)
        if run is None:
            return
        self.report = report
        report.title = f"Infrastructure of {run.env.name}"
        report.data["renderCollapsed"] = [*dict.fromkeys((*report.data["renderCollapsed"], *FOLDED))]
        report.outcomes.clear()
        report.outcomes.update(_counted({}))

    def pytest_html_results_summary(self, prefix: list[str]) -> None:
        record = self.record
        if self.report is None or record is None:
            return
        self.report.set_data("environment", {name: escape(text) for name, text in card(record).items()})
        self.report.outcomes.update(_counted(record.counts))
        prefix.append(STYLE + SCRIPT)
        prefix.append(f"<p><strong>{escape(conclusion(record))}</strong></p>")
        prefix.append(f"<p>Verdicts: {escape(counted(record.counts) or 'none')}</p>")
        red = [f"<li>{escape(f'{each.kind}: {each.name}: {each.text}')}</li>" for each in troubles(record)]
        prefix.extend([f"<ul>{''.join(red)}</ul>"] if red else [])

    def pytest_html_results_table_header(self, cells: list[str]) -> None:
        cells[:] = [
            *(_head(name, title) for name, title in COLUMNS.items()),
            '<th class="sortable" data-column-type="result" hidden>Result</th>',
        ]

    def pytest_html_results_table_row(self, report: Any, cells: list[str]) -> None:
        duration = cells[2]
        said = next(iter(said_by(report)), None)
        row = self._outcome(*said) if said else _other(report)
        texts = {name: row.get(name, "") for name in COLUMNS if name != "duration"}
        cells[:] = [
            *(_cell(name, text) for name, text in texts.items()),
            duration,
            f'<td class="col-result" hidden>{RIDES[row["verdict"]]}</td>',
        ]

    def _outcome(self, line: CheckLine | EmptyLine, said: StatementLine) -> dict[str, str]:
        told = {"verdict": str(line.verdict), "testId": line.id, "title": line.title, "severity": line.severity}
        if not isinstance(line, CheckLine):
            return {**told, "cause": gist(line)}
        if line.root:
            return {**told, "cause": f"waits for {line.root}"}
        told["cause"] = "; ".join(part for part in (line.text, *line.notes) if part)
        if line.verdict in ("failed", "unknown", "waived"):
            told["why"] = said.why
        if line.verdict in ("failed", "waived"):
            told |= {"fix": line.fix or said.fix, "remedy": ", ".join(line.remedies) or "by hand"}
        return told | ({"remedy": f"{line.applied} (applied)"} if line.applied else {})


def _counted(counts: Mapping[str, int]) -> dict[str, dict[str, object]]:
    """What stands beside the boxes of the filter."""
    found = Counter[str]()
    for verdict, count in counts.items():
        found[RIDES[verdict].lower()] += count
    return {name: {"label": label, "value": found[name]} for name, label in LABELS.items()}


def _other(report: Any) -> dict[str, str]:
    """What is no outcome of a check: a test of pytest's own, or what went wrong around one."""
    verdict = "error" if report.failed else str(report.outcome)
    return {"verdict": verdict, "testId": f"{report.nodeid} ({report.when})"}


def _head(name: str, title: str) -> str:
    sortable = ' class="sortable"' if name in SORTABLE else ""
    return f'<th{sortable} data-column-type="{name}">{title}</th>'


def _cell(name: str, text: str) -> str:
    """A cell on one line: their expression for a cell's text ends at the first line's end."""
    more = " col-result" if name == "verdict" else ""
    return f'<td class="col-{name}{more}">{escape(" ".join(text.split()))}</td>'
