"""The end of a run for a person at 3 a.m.: failures first, then what could not be asked, then what they block."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

import pytest

from fixtures.session import REMEDIES, run_of
from fixtures.verdicts import told
from reports.outcomes import line_from
from reports.record import Line

SEVERITIES = ("critical", "high", "medium", "low")


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
        for text in self.errors:
            terminalreporter.write_line(text)
        written = self.config.stash.get(REMEDIES, frozenset)()
        for text in summary(self.lines, self.config.getoption("--env", None) or "", written):
            terminalreporter.write_line(text)


def summary(lines: Iterable[Line], env: str, written: frozenset[str]) -> list[str]:
    """The lines to print: the causes first, most severe first.

    `env` names the environment in commands, `written` are the remedies that `--fix` can carry out.
    """
    by_verdict: dict[str, list[Line]] = {}
    for line in lines:
        by_verdict.setdefault(line["verdict"], []).append(line)
    shown: list[str] = []
    known: set[str] = set()
    for verdict in ("failed", "unknown"):
        for line in sorted(by_verdict.get(verdict, ()), key=lambda line: SEVERITIES.index(line["severity"])):
            known.add(line["id"])
            shown += ["", *_cause(verdict, line["id"], line["text"], _advice(line, env, written), line)]
    blocked = sorted(by_verdict.get("blocked", ()), key=lambda line: line["root"]["id"])
    for root_id, group in groupby(blocked, key=lambda line: line["root"]["id"]):
        stopped = list(group)
        if root_id not in known:
            root = stopped[0]["root"]
            shown += ["", *_cause(root["verdict"], root_id, root["text"], _advice(root, env, written), None)]
        shown += ["", f"BLOCKED {len(stopped)} by {root_id}: {', '.join(map(itemgetter('id'), stopped))}"]
    for verdict in ("fixed", "flaky", "waived"):
        for line in by_verdict.get(verdict, ()):
            shown += ["", f"{verdict.upper()} {line['id']}: {'; '.join(line['notes']) or line['text']}"]
    return shown


def _cause(verdict: str, id: str, text: str, advice: list[str], line: Line | None) -> list[str]:
    severity = f"  ({line['severity']})" if line else "  (not selected, asked because others need it)"
    shown = [f"{verdict.upper()} {id}{severity}", *(f"  {part}" for part in text.splitlines())]
    if line:
        shown += [f"  {note}" for note in line["notes"]]
        shown.append(f"  why: {line['why']}")
        shown.append(f"  fix: {line['fix']}")
    return shown + advice


def _advice(line: Line, env: str, written: frozenset[str]) -> list[str]:
    remedy = line["remedy"]
    if remedy is None or line["verdict"] != "failed":
        return []
    if remedy not in written:
        return [f"  remedy: {remedy} is not written yet, so --fix leaves this to you"]
    return [f"  remedy: {remedy} — pytest --env={env} --fix=plan -k {shlex.quote(line['id'])}"]
