"""Keeps the record of a run: what pytest says becomes lines, and the reports are rendered from them at the end."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any

import pytest

from fixtures.errors import UserMistake
from fixtures.session import PROOF, asks_nothing, run_of
from reports import standard_output
from reports.about import Checkout, platform_line, run_line
from reports.controls.frameworks import frameworks
from reports.formats import render
from reports.junit import taken_over
from reports.last_words import last_words
from reports.line import AnyLine, CollectedLine, EndLine
from reports.made import error_line, repair_line
from reports.outcomes import said_by
from reports.record import Record
from reports.recorder import Recorder, keep, new_name
from reports.versions import versions
from reports.wanted import wanted

LOST = ("collect", "internal", "worker")
"""Phases of an error behind which checks may be missing that nobody knows of."""


class Keeper:
    """Keeps the record; on the controller."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.recorder: Recorder | None = None
        self.collected: dict[str, None] = {}
        self.reported: set[str] = set()
        self.told = ""
        """Where the record is, and what could not be written."""
        self.junit = ""
        """The file of `--junit-xml`; its own format knows no verdict of ours."""
        self.lost = False
        """Whether an error may have taken checks away that nobody knows of."""

    @property
    def record(self) -> Record:
        """The lines so far."""
        return Record(tuple(self.recorder.lines), self.recorder.head) if self.recorder else Record(())

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self) -> None:
        """Open the record, which is proven to be writable before anything is asked."""
        run = run_of(self.config)
        if run is None or asks_nothing(self.config):
            return
        self.started = time.monotonic()
        self.checkout: Checkout | None = Checkout()
        self.config.add_cleanup(self.checkout.close)
        self.name = new_name()
        chosen = self.config.getoption("--record")
        try:
            self.frameworks = frameworks(run.env)
            self.recorder = Recorder(Path(chosen)) if chosen else Recorder.in_state(run.env.name, self.name)
        except UserMistake as mistake:
            raise pytest.UsageError(str(mistake)) from mistake
        self.junit = taken_over(self.config)
        signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))  # a timer or CI that stops us gets its reports

    def add(self, line: AnyLine) -> None:
        """Write a line; the first one is that of the run."""
        if self.recorder is not None:
            self._begin()
            self.recorder.add(line)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self._expect(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node: Any, ids: list[str]) -> None:
        del node
        self._expect(ids)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.error(report.nodeid, "collect", report.longreprtext)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:  # one that was interrupted has only begun
            self.reported.add(report.nodeid)
        said = said_by(report)
        if said and self.recorder is not None:
            self._begin()
            for line, statement in said:
                self.recorder.add_outcome(line, statement)
        elif report.failed:
            phase = report.when if report.when in ("setup", "call", "teardown") else "worker"
            self.error(report.nodeid, phase, report.longreprtext)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """After the last check, where nobody waits for an answer any more, ask for the versions."""
        result = yield
        run = run_of(self.config)
        if run is not None and self.recorder is not None:
            for line in versions(run, self.record, self._formats):
                self.add(line)
        return result

    @property
    def _formats(self) -> set[str]:
        return {report.partition(":")[0] for report in wanted(self.config)}

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excrepr: object) -> None:
        self.error("", "internal", str(excrepr))

    def error(self, test: str, phase: str, text: str) -> None:
        """Write what went wrong around the checks."""
        self.lost |= phase in LOST
        self.add(error_line(test, phase, text))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Close the record and render the reports; red where something is missing or could not be written."""
        run = run_of(self.config)
        if self.recorder is None or run is None:
            return
        for repair in run.repairs:
            self.add(repair_line(repair))
        for line in last_words(run, self.record, self._formats):
            self.add(line)
        missing = tuple(sorted(set(self.collected) - self.reported))
        complete = not missing and not self.lost
        ended = any(line.state == "expired" for line in self.record.exemptions)
        if not complete or ended or any(line.verdict == "unknown" for line in self.record.attestations):
            self._red(session)
        self.add(
            EndLine(
                complete=complete,
                exit=int(session.exitstatus),
                missing=missing,
                counts=self.record.counts,
                seconds=round(time.monotonic() - self.started, 3),
            )
        )
        self.recorder.close()
        self.told = f"record: {self.recorder.path}"
        if self.config.getoption("--record"):
            self.told += keep(self.recorder.path, run.env.name, self.name)
        if self.recorder.fault is not None:
            self.told += f" IS NOT WHOLE: {self.recorder.fault}"
            self._red(session)
        if self.junit:
            self._render(session, "junit", self.junit)
        for report in wanted(self.config):
            self._render(session, *report.split(":", 1))

    def _render(self, session: pytest.Session, name: str, file: str) -> None:
        try:
            if file == standard_output.STANDARD:
                standard_output.write(self.config, render(name, self.record))
            else:
                Path(file).write_text(render(name, self.record), "utf-8", newline="")
        except OSError as error:
            self._red(session)
            self.told += f"\nREPORT {file} IS NOT WRITTEN: {error.strerror}"

    def _red(self, session: pytest.Session) -> None:
        if session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _begin(self) -> None:
        run = run_of(self.config)
        if run is None or self.recorder is None or self.checkout is None:
            return
        checkout, self.checkout = self.checkout, None
        typed = Path(sys.argv[0]).name
        argv = ["pytest" if typed == "__main__.py" else typed, *self.config.invocation_params.args]
        proof = self.config.stash.get(PROOF, {})
        self.recorder.add(
            run_line(self.name, run, list(map(str, argv)), self.config.invocation_params.dir, checkout, proof)
        )
        self.recorder.add(platform_line(run.env))
        for line in self.frameworks:
            self.recorder.add(line)

    def _expect(self, ids: Iterable[str]) -> None:
        new = [each for each in ids if each not in self.collected]
        self.collected |= dict.fromkeys(new)
        if new:
            self.add(CollectedLine(ids=tuple(self.collected)))
