"""`--guide-coverage`: guide statement, checks, remedies, faults; ends with 1 where no check asks a statement."""

from __future__ import annotations

import functools

import pytest

from fixtures.errors import UserMistake
from fixtures.session import FAULTS, ROWS, healers

DEFAULT = "lab"
"""The environment whose things are asked about, unless `--env` names another: it has all that the guide names."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("infrastructure").addoption(
        "--guide-coverage",
        action="store_true",
        help="print each statement of the guide with its checks, remedies and faults, and ask nothing",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    """Print and end; 1 where a statement is uncovered."""
    if not config.getoption("--guide-coverage"):
        return None
    from fixtures.verdict.askable import load_askable
    from fixtures.verdict.register import every
    from reports.guide.coverage import Proofs, coverage, table

    config._do_configure()
    try:
        env = load_askable(config.getoption("--env") or DEFAULT).environment
        found = coverage(env, every())
        proofs = Proofs(functools.partial(healers, config), config.stash[FAULTS], config.stash[ROWS]())
        print("\n".join(table(found, proofs)))  # noqa: T201 - the option's purpose
    except UserMistake as mistake:
        raise pytest.UsageError(str(mistake)) from mistake
    finally:
        config._ensure_unconfigure()
    return int(any(each.uncovered for each in found))
