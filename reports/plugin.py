"""`--record FILE` and `--report FORMAT:FILE`: the record is always written; reports are rendered from it."""

from __future__ import annotations

import pytest

from fixtures.session import is_worker
from reports.formats import FORMATS
from reports.keeper import Keeper


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    group = parser.getgroup("infrastructure")
    group.addoption("--record", metavar="FILE", help="write the run's record there (default: one of those kept)")
    group.addoption(
        "--report",
        action="append",
        default=[],
        metavar="FORMAT:FILE",
        help=f"render the record at the end; FORMAT is one of {', '.join(FORMATS)} (may be repeated)",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Refuse an unknown format before anything is asked, then listen."""
    for wanted in config.getoption("--report"):
        name, colon, file = wanted.partition(":")
        if name not in FORMATS or not colon or not file:
            raise pytest.UsageError(f"--report={wanted} is not FORMAT:FILE; formats are {', '.join(FORMATS)}")
    if not is_worker(config):
        config.pluginmanager.register(Keeper(config), "infrastructure-record")
