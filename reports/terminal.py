"""The end of a run for a person at 3 a.m.: failures first, then what could not be asked, then what they block."""

from __future__ import annotations

import pytest

from fixtures.session import REMEDIES, run_of
from fixtures.verdict.outcome import told
from reports.outcomes import line_from
from reports.record import Line
from reports.summary import summary


def pytest_configure(config: pytest.Config) -> None:
    """Listen."""
    config.pluginmanager.register(_Summary(config), "infrastructure-summary")


class _Summary:
    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.lines: list[Line] = []
        self.errors: list[str] = []
        """What went wrong around checks, in words: pytest's own listing is left out."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Leave pytest's own listing of failures out where ours stands: a check carries no traceback."""
        if run_of(self.config) is not None:
            self.config.option.tbstyle = "no"
            terminal = self.config.pluginmanager.getplugin("terminalreporter")
            if terminal is not None:
                terminal.reportchars = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if (line := line_from(report)) is not None:
            self.lines.append(line)
        elif report.failed:
            self._error(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self._error(report)

    def _error(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        text = told(report.longreprtext).strip()
        self.errors += ["", f"ERROR {report.nodeid}", *(f"  {part}" for part in text.splitlines())]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for text in self.errors if run_of(self.config) else ():
            terminalreporter.write_line(text)
        written = self.config.stash.get(REMEDIES, frozenset)()
        for text in summary(self.lines, self.config.getoption("--env", None) or "", written):
            terminalreporter.write_line(text)
