"""The terminal of a run that asks an environment: head, progress by room, and the record rendered at its end.

pytest's own reporter is put aside for this one, which is that as well: it speaks as pytest does wherever no
environment is asked.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter

from fixtures.session import CHECK, REMEDIES, asks_nothing, run_of
from fixtures.verdict.outcome import told
from reports.formats.terminal import render
from reports.keeper import Keeper
from reports.next import program
from reports.outcomes import line_from
from reports.progress import Progress
from reports.style import Style


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Take the place of pytest's reporter, where there is one."""
    manager = config.pluginmanager
    theirs = manager.getplugin("terminalreporter")
    if theirs is not None and type(theirs) is TerminalReporter:
        manager.unregister(theirs)
        manager.register(Reporter(config), "terminalreporter")


class Reporter(TerminalReporter):  # type: ignore[misc]  # final for others; it is replaced as a whole, like pytest-sugar does
    """pytest's reporter that tells checks in our words."""

    def __init__(self, config: pytest.Config) -> None:
        super().__init__(config)
        self.progress: Progress | None = None

    @property
    def ours(self) -> bool:
        """Whether this run asks an environment."""
        return run_of(self.config) is not None and not asks_nothing(self.config)

    @property
    def showheader(self) -> bool:
        """pytest's own head, of versions and folders, only for who wants more."""
        return super().showheader and not (self.ours and self.verbosity < 1)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        super().pytest_sessionstart(session)
        run = run_of(self.config)
        if run is not None and self.ours and self.verbosity == 0:
            self.write_line(self._style().plain(f"{run.env.name}: {run.env.title}, project {run.env.access.project}"))

    def pytest_collection(self) -> None:
        if not self.ours or self.verbosity > 0:
            super().pytest_collection()

    def report_collect(self, final: bool = False) -> None:
        """Say how much is collected, in pytest's way only where it is pytest's run."""
        if not self.ours or self.verbosity > 0:
            super().report_collect(final)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session: pytest.Session) -> None:
        super().pytest_collection_finish(session)
        if self.ours and self.verbosity == 0:
            self.progress = Progress(self._style(), live=self._live())
            self.progress.expect(item.stash[CHECK][0].room for item in session.items if CHECK in item.stash)
            self._write(self.progress.start())

    def pytest_runtest_logstart(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        if not self.ours:
            super().pytest_runtest_logstart(nodeid, location)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not self.ours:
            super().pytest_runtest_logreport(report)
            return
        self._tests_ran = True
        category, _, _ = self.config.hook.pytest_report_teststatus(report=report, config=self.config)
        self.stats.setdefault(category, []).append(report)
        line = line_from(report)
        if line is None:
            return
        if self.verbosity > 0:
            took = f"  {report.duration * 1000:.0f} ms" if report.when == "call" else ""
            self.write_line(self._style().plain(f"{line.verdict.upper()} {line.id}{took}"))
        elif self.verbosity == 0:
            self.progress = self.progress or Progress(self._style(), live=False)
            self._write(self.progress.add(line.room, line.verdict))

    def pytest_internalerror(self, excrepr: Any) -> bool:
        """Print what pytest itself died of, without any secret, where no record is that will be told at the end."""
        self._done(keep=False)
        if not self.ours or self._keeper is None:
            for part in told(str(excrepr)).splitlines():
                self.write_line(f"INTERNALERROR> {part}")
        return True

    @property
    def _keeper(self) -> Keeper | None:
        keeper = self.config.pluginmanager.getplugin("infrastructure-record")
        return keeper if isinstance(keeper, Keeper) and keeper.recorder is not None else None

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> Generator[None, Any, Any]:
        self._done(keep=exitstatus == pytest.ExitCode.OK)
        return (yield from super().pytest_sessionfinish(session, exitstatus))

    @pytest.hookimpl(wrapper=True)
    def pytest_terminal_summary(self) -> Generator[None, Any, Any]:
        if not self.ours:
            return (yield from super().pytest_terminal_summary())
        self.summary_warnings()
        return (yield)

    def summary_stats(self) -> None:
        """The end of it: nothing is printed behind the next command."""
        keeper = self._keeper
        if not self.ours or keeper is None:
            super().summary_stats()
        elif self._session is None or self._session.exitstatus != pytest.ExitCode.USAGE_ERROR:
            self.write(render(keeper.record, self._style(keeper.told, red=self._red())))

    def _red(self) -> bool:
        return self._session is not None and self._session.exitstatus != pytest.ExitCode.OK

    def _done(self, *, keep: bool) -> None:
        progress, self.progress = self.progress, None
        if progress is not None:
            self._write(progress.end(keep=keep))

    def _write(self, text: str) -> None:
        if text:
            self.write(text, flush=True)

    def _live(self) -> bool:
        option = self.config.option
        quiet = not (option.capture == "no" or getattr(option, "fix", None) or option.usepdb)
        return bool(self.isatty()) and quiet and os.environ.get("TERM", "dumb") != "dumb"

    def _style(self, told: str = "", *, red: bool = False) -> Style:
        size = shutil.get_terminal_size()
        return Style(
            width=self._tw.fullwidth,
            height=size.lines,
            colour=self.hasmarkup,
            unicode=_unicode(self._tw),
            verbosity=self.verbosity,
            program=program(self.config.invocation_params.dir, self.config.rootpath),
            remedies=self.config.stash[REMEDIES]() if red and REMEDIES in self.config.stash else None,
            fix=self.config.getoption("--fix", None),
            told=told,
        )


def _unicode(writer: Any) -> bool:
    try:
        "—".encode(getattr(writer._file, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
