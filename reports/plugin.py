"""`--record FILE` and `--report FORMAT:FILE`: the record is always written; reports are rendered from it.

The controller proves that everything collected was reported, with xdist as without.
"""

from __future__ import annotations

import datetime as dt
import secrets
from pathlib import Path
from typing import Any

import pytest

from fixtures.errors import UserMistake
from fixtures.session import is_worker, run_of
from reports.formats import FORMATS, render
from reports.outcomes import line_from
from reports.record import Recorder, read

FOLDER = ".runs"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("infrastructure")
    group.addoption("--record", metavar="FILE", help=f"write the run's record there (default: a new file in {FOLDER}/)")
    group.addoption(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT:FILE",
        help=f"render the record at the end; FORMAT is one of {', '.join(FORMATS)} (may be repeated)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse an unknown format before anything is asked, then listen."""
    for wanted in config.getoption("--report"):
        name, colon, file = wanted.partition(":")
        if name not in FORMATS or not colon or not file:
            raise pytest.UsageError(f"--report={wanted} is not FORMAT:FILE; formats are {', '.join(FORMATS)}")
    if not is_worker(config):
        config.pluginmanager.register(_Record(config), "infrastructure-record")


class _Record:
    """Listens on the controller."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.recorder: Recorder | None = None
        self.collected: set[str] = set()
        self.reported: set[str] = set()
        self.complete = True

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        run = run_of(self.config)
        if run is None or self.config.option.collectonly:
            return
        moment = dt.datetime.now(dt.UTC)
        name = f"{moment:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        chosen = self.config.getoption("--record")
        path = Path(chosen) if chosen else self.config.rootpath / FOLDER / run.env.name / f"{name}.jsonl"
        header = {"run": name, "env": run.env.name, "title": run.env.title, "protected": run.env.protected}
        try:
            self.recorder = Recorder(path, header)
        except UserMistake as mistake:
            raise pytest.UsageError(str(mistake)) from mistake

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._expect(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        del node
        self._expect(ids)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reported.add(report.nodeid)
        if self.recorder and (line := line_from(report)):
            self.recorder.add(line)
        elif self.recorder and (report.failed or report.skipped):
            self.recorder.add({"kind": "other", "test": report.nodeid, "outcome": report.outcome, "when": report.when})

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.recorder is None:
            return
        self.complete = self.collected <= self.reported
        if not (self.complete and self.recorder.fault is None) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        end = {"kind": "end", "complete": self.complete, "exit": int(session.exitstatus)}
        self.recorder.add({**end, "missing": sorted(self.collected - self.reported)})
        self.recorder.close()
        if self.recorder.fault is not None:
            return
        for wanted in self.config.getoption("--report"):
            name, _, file = wanted.partition(":")
            Path(file).write_text(render(name, read(self.recorder.path)), "utf-8")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.recorder is None:
            return
        if not self.complete:
            missing = sorted(self.collected - self.reported)
            terminalreporter.write_line("")
            terminalreporter.write_line(f"INCOMPLETE: {len(missing)} of {len(self.collected)} were not run:", red=True)
            for test in missing:
                terminalreporter.write_line(f"  {test}")
        terminalreporter.write_line("")
        fault = self.recorder.fault
        terminalreporter.write_line(f"record: {self.recorder.path}" + (f" IS NOT WHOLE: {fault}" if fault else ""))

    def _expect(self, ids: Any) -> None:
        new = set(ids) - self.collected
        self.collected |= new
        if self.recorder and new:
            self.recorder.add({"kind": "collected", "ids": sorted(self.collected)})
