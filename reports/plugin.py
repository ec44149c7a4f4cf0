"""`--record`, `--report FORMAT:FILE`, `--audit-report` and `--junit-xml`: all reports are rendered from the record."""

from __future__ import annotations

import pytest

from fixtures.session import is_worker
from reports import standard_output
from reports.formats import FORMATS
from reports.keeper import Keeper


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("infrastructure")
    group.addoption("--record", metavar="FILE", help="write the run's record there as well (one is always kept)")
    group.addoption(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT:FILE",
        help=f"render the record at the end; FORMAT is one of {', '.join(FORMATS)}; FILE `-` is standard output, "
        "where nothing else is then written (may be repeated)",
    )
    group.addoption("--audit-report", metavar="FILE", help="write the audit report, one page in one file, at the end")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse an unknown format before anything is asked, then listen."""
    for wanted in config.getoption("--report"):
        name, colon, file = wanted.partition(":")
        if name not in FORMATS or not colon or not file:
            raise pytest.UsageError(f"--report={wanted} is not FORMAT:FILE; formats are {', '.join(FORMATS)}")
    if is_worker(config):
        return
    if any(wanted.partition(":")[2] == standard_output.STANDARD for wanted in config.getoption("--report")):
        standard_output.take(config)
    config.pluginmanager.register(Keeper(config), "infrastructure-record")
