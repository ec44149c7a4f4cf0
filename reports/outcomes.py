"""Our verdicts as pytest reports: outcome, letter, word and colour; carried whole to the controller of xdist.

pytest, JUnit and pytest-html know a fixed set of outcomes, so each verdict rides on the nearest one: unknown and
blocked on `failed` (they keep the exit code red), waived on `xfailed`, flaky and fixed on `passed`.
"""

from __future__ import annotations

import warnings
from collections.abc import Generator
from typing import Any, Literal

import pytest

from fixtures.plugins.run import NotGreen
from fixtures.session import CHECK, OUTCOME, REMEDIES, Run, is_worker, run_of
from fixtures.verdict.outcome import RED, Outcome, Verdict, told
from fixtures.verdict.silence import silence
from reports.line import CheckLine, EmptyLine, StatementLine
from reports.made import outcome_line, statement
from reports.record import parsed

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
Said = tuple[CheckLine | EmptyLine, StatementLine]
SELECTED = pytest.StashKey[frozenset[str]]()
NO_CHECK = "(this function has no @check: it is a test of pytest's own, and asks nothing of the catalogue)"


def said_by(report: Any) -> list[Said]:
    """The outcomes that a report carries: its own, then its cause; none where it is not the end of a check."""
    return [(parsed(line), parsed(of)) if isinstance(line, dict) else (line, of) for line, of in _carried(report)]  # type: ignore[misc]


def line_from(report: Any) -> CheckLine | EmptyLine | None:
    """The outcome that a report carries; None where it is not the end of a check."""
    return next((line for line, _ in said_by(report)), None)


def _carried(report: Any) -> Any:
    return getattr(report, "check_lines", ())


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take note of what is selected: a cause that is not is told beside what it blocks."""
    config.stash[SELECTED] = frozenset(
        check.full_id(subject) for check, subject in (item.stash[CHECK] for item in items if CHECK in item.stash)
    )


def _say(report: pytest.TestReport, item: pytest.Item, run: Run, outcome: Outcome) -> CheckLine | EmptyLine:
    """Let a report carry an outcome and its cause, as plain JSON types where it goes to another process."""
    selected = item.config.stash[SELECTED]
    cause = [(outcome.root, False)] if outcome.root and outcome.root.id not in selected else []
    return _carry(report, item.config, run, [(outcome, True), *cause])


def _carry(
    report: pytest.TestReport, config: pytest.Config, run: Run, outcomes: list[tuple[Outcome, bool]]
) -> CheckLine | EmptyLine:
    """Let a report carry outcomes, each with whether it is selected; returns the line of the first."""
    written = config.stash.get(REMEDIES, frozenset)
    lines = [
        (
            outcome_line(
                each, run.env, run.places, selected=mine, remedied=bool(each.offered and {*each.offered} & written())
            ),
            statement(each.check),
        )
        for each, mine in outcomes
    ]
    report.check_lines = (  # type: ignore[attr-defined]
        [tuple(part.model_dump(mode="json") for part in pair) for pair in lines] if is_worker(config) else lines
    )
    return lines[0][0]


def _judged(item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
    outcome, run = item.stash.get(OUTCOME, None), run_of(item.config)
    if outcome is None or run is None or call.when != "call" or not _reached(call):
        return None
    item.user_properties += [("check", outcome.id), ("verdict", str(outcome.verdict))]
    report = pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome=_pytest_word(outcome),
        longrepr=None,
        when="call",
        sections=[],
        duration=outcome.seconds,
        start=call.start,
        stop=call.stop,
        user_properties=item.user_properties,
    )
    line = _say(report, item, run, outcome)
    report.longrepr = _longrepr(item, run, outcome, line)
    if outcome.verdict is Verdict.WAIVED:
        report.wasxfail = line.text  # how pytest says xfailed
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make the report of a check that was judged, and let one that is not asked here say so in the record."""
    if report := _judged(item, call):
        yield
        return report
    report = yield
    run = run_of(item.config)
    if report.skipped and call.when == "setup" and run and CHECK in item.stash:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        quiet = silence(run.env, *item.stash[CHECK])
        verdict = quiet.verdict if quiet else Verdict.SKIPPED
        _say(report, item, run, Outcome(*item.stash[CHECK], verdict, reason.removeprefix("Skipped: ")))
    elif report.failed and run:  # around a check, or beside the checks: it may hold anything
        text = told(report.longreprtext)
        report.longrepr = text if CHECK in item.stash else f"{text}\n{NO_CHECK}"
        report.sections = [(name, told(each)) for name, each in report.sections]
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Mask what a file says that cannot be collected."""
    report = yield
    if report.failed and run_of(collector.config):
        report.longrepr = told(report.longreprtext)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_warning_recorded(warning_message: warnings.WarningMessage) -> None:
    """Mask a warning where it was given: pytest prints it, xdist sends it to another process."""
    said = str(warning_message.message)
    if (shown := told(said)) != said:
        warning_message.message = UserWarning(shown)


@pytest.hookimpl(wrapper=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Report what was repaired although nobody selected it, as every outcome is reported."""
    result = yield
    run = run_of(session.config)
    if run is None:
        return result
    for outcome in run.fixed.values():
        place = (f"repaired::{outcome.id}", ("", None, outcome.id))
        report = pytest.TestReport(*place, keywords={}, outcome="passed", longrepr=None, when="call")
        _carry(report, session.config, run, [(outcome, False)])
        session.config.hook.pytest_runtest_logreport(report=report)
    return result


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(
    report: pytest.TestReport,
) -> tuple[str, str, tuple[str, dict[str, bool]]] | None:
    """The word and letter of a verdict."""
    line = line_from(report)
    if line is None or line.verdict not in WORDS:
        return None
    letter, colour = WORDS[line.verdict]
    return str(line.verdict), letter, (line.verdict.upper(), colour)


def _reached(call: pytest.CallInfo[None]) -> bool:
    return call.excinfo is None or isinstance(call.excinfo.value, NotGreen)


def _pytest_word(outcome: Outcome) -> Literal["passed", "failed", "skipped"]:
    if outcome.verdict in RED:
        return "failed"
    return "skipped" if outcome.verdict in (Verdict.WAIVED, Verdict.SKIPPED) else "passed"


def _longrepr(
    item: pytest.Item, run: Run, outcome: Outcome, line: CheckLine | EmptyLine
) -> str | tuple[str, int, str] | None:
    if outcome.verdict is Verdict.SKIPPED:  # as pytest has it of what is skipped
        return item.location[0], item.location[1] or 0, f"Skipped: {line.text}"
    if outcome.verdict.green:
        return None
    place = run.places(outcome.cause.subject)
    return f"{outcome.verdict}: {line.id}\n{line.text}" + (f"\ndeclared: {place}" if place else "")
