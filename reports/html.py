"""Our verdicts in the report of pytest-html (`--html`): a check, a verdict and a cause column.

pytest-html writes cells and test ids unescaped, so every cell is escaped here. Source: ecosystem.md, finding 3.
"""

from __future__ import annotations

from html import escape
from typing import Any

import pytest

from fixtures.session import run_of
from reports.line import CheckLine, EmptyLine
from reports.outcomes import line_from
from reports.unasked import NOT_ASKED


def pytest_configure(config: pytest.Config) -> None:
    """Listen only where pytest-html is at work."""
    if config.pluginmanager.hasplugin("html") and config.getoption("htmlpath", None):
        config.pluginmanager.register(_Html(config), "infrastructure-html")


class _Html:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.lines: list[CheckLine | EmptyLine] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if line := line_from(report):
            self.lines.append(line)

    def pytest_html_report_title(self, report: Any) -> None:
        if run := run_of(self.config):
            report.title = f"Infrastructure of {run.env.name}"

    def pytest_html_results_summary(self, prefix: list[str]) -> None:
        counts: dict[str, int] = {}
        for line in self.lines:
            counts[line.verdict] = counts.get(line.verdict, 0) + 1
        words = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        prefix.append(f"<p><strong>Verdicts: {escape(words or 'none')}</strong></p>")

    def pytest_html_results_table_header(self, cells: list[str]) -> None:
        cells.insert(1, '<th class="sortable" data-column-type="verdict">Verdict</th>')
        cells.insert(2, '<th class="sortable" data-column-type="check">Check</th>')
        cells.insert(3, "<th>Cause</th>")

    def pytest_html_results_table_row(self, report: Any, cells: list[str]) -> None:
        line = line_from(report)
        cells.insert(1, f'<td class="col-verdict">{escape(line.verdict if line else report.outcome)}</td>')
        cells.insert(2, f'<td class="col-check">{escape(line.id if line else "")}</td>')
        cells.insert(3, f'<td class="col-cause">{escape(_cause(line) if line else "")}</td>')


def _cause(line: CheckLine | EmptyLine) -> str:
    if isinstance(line, CheckLine) and line.root:
        return line.root
    return "; ".join(line.notes) or (line.text if line.verdict in NOT_ASKED else "")
