"""Our verdicts as pytest reports: outcome, letter, word and colour; carried whole to the controller of xdist.

pytest, JUnit and pytest-html know a fixed set of outcomes, so each verdict rides on the nearest one: unknown and
blocked on `failed` (they keep the exit code red), waived on `xfailed`, flaky and fixed on `passed`.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import Any, Literal

import pytest

from fixtures.environment.declared import declared
from fixtures.plugins.run import NotGreen
from fixtures.session import CHECK, OUTCOME, run_of
from fixtures.verdict.outcome import RED, Outcome, Verdict, told
from fixtures.verdict.silence import silence
from reports.record import Line, line_of

WORDS: dict[Verdict, tuple[str, dict[str, bool]]] = {
    Verdict.FAILED: ("F", {"red": True}),
    Verdict.UNKNOWN: ("U", {"purple": True}),
    Verdict.BLOCKED: ("B", {"yellow": True}),
    Verdict.EMPTY: ("e", {"yellow": True}),
    Verdict.OFF: ("o", {"yellow": True}),
    Verdict.WAIVED: ("w", {"yellow": True}),
    Verdict.FLAKY: ("f", {"yellow": True}),
    Verdict.FIXED: ("X", {"cyan": True}),
}


def line_from(report: Any) -> Line | None:
    """The record line that a report carries; None where it is not the call of a check."""
    return getattr(report, "check_line", None)


def _judged(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
    outcome = item.stash.get(OUTCOME, None)
    if outcome is None or call.when != "call" or not _reached(call):
        return None
    run = run_of(item.config)
    line = line_of(outcome, partial(declared, run.loaded)) if run else line_of(outcome)
    item.user_properties += [("check", outcome.id), ("verdict", str(outcome.verdict))]
    report = pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome=_pytest_word(outcome),
        longrepr=_longrepr(item, outcome, line),
        when="call",
        sections=[],
        duration=outcome.seconds,
        start=call.start,
        stop=call.stop,
        user_properties=item.user_properties,
    )
    report.check_line = line  # type: ignore[attr-defined]  # plain JSON types, so that it survives execnet
    if outcome.verdict is Verdict.WAIVED:
        report.wasxfail = line["text"]  # how pytest says xfailed
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make the report of a check that was judged, and let one that does not apply here say so in the record."""
    if report := _judged(item, call):
        yield
        return report
    report = yield
    if report.skipped and call.when == "setup" and CHECK in item.stash:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        run = run_of(item.config)
        quiet = silence(run.env, *item.stash[CHECK]) if run else None
        verdict = quiet.verdict if quiet else Verdict.SKIPPED
        skipped = Outcome(*item.stash[CHECK], verdict, reason.removeprefix("Skipped: "))
        report.check_line = line_of(skipped)  # type: ignore[attr-defined]  # as above
    elif report.failed and CHECK in item.stash:  # the suite's own failure, around a check: it may hold anything
        report.longrepr = told(report.longreprtext)
        report.sections = [(name, told(text)) for name, text in report.sections]
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Report what was repaired although nobody selected it, as every outcome is reported."""
    result = yield
    run = run_of(session.config)
    for outcome in run.fixed.values() if run else ():
        place = (f"repaired::{outcome.id}", ("", None, outcome.id))
        report = pytest.TestReport(*place, keywords={}, outcome="passed", longrepr=None, when="call")
        report.check_line = line_of(outcome)  # type: ignore[attr-defined]  # as above
        session.config.hook.pytest_runtest_logreport(report=report)
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(
    report: pytest.TestReport,
) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
    """The word and letter of a verdict."""
    line = line_from(report)
    if line is None or line["verdict"] not in WORDS:
        return None
    letter, colour = WORDS[Verdict(line["verdict"])]
    return line["verdict"], letter, (line["verdict"].upper(), colour)


def _reached(call: pytest.CallInfo[None]) -> bool:
    return call.excinfo is None or isinstance(call.excinfo.value, NotGreen)


def _pytest_word(outcome: Outcome) -> Literal["passed", "failed", "skipped"]:
    if outcome.verdict in RED:
        return "failed"
    return "skipped" if outcome.verdict in (Verdict.WAIVED, Verdict.SKIPPED) else "passed"


def _longrepr(item: pytest.Item, outcome: Outcome, line: Line) -> str | tuple[str, int, str] | None:
    if outcome.verdict is Verdict.SKIPPED:  # as pytest has it of what is skipped
        return item.location[0], item.location[1] or 0, f"Skipped: {line['text']}"
    return None if outcome.verdict.green else _text(line)


def _text(line: Line) -> str:
    cause = line["root"] or line
    declared = f"\ndeclared: {cause['declared']}" if cause["declared"] else ""
    return f"{line['verdict']}: {line['id']}\n{line['text']}{declared}"
