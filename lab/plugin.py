"""What pytest is told of the lab: `--explain FAULT`, and the faults that prove a check."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from fixtures.interpreter import typed
from fixtures.session import FAULTS, ROWS

if TYPE_CHECKING:
    from lab.faults import Fault


def pytest_configure(config: pytest.Config) -> None:
    """Say to others which faults there are."""
    config.stash[FAULTS] = _proving
    config.stash[ROWS] = _by_row


def _proving(check: str) -> tuple[str, ...]:
    """The faults in which a check is the failed one: those of its room first, and those that turn the least red."""
    from lab.faults import faults

    room = check.partition(".")[0]
    found = [each for each in faults().values() if any(red.partition("[")[0] == check for red in each.red)]
    found.sort(key=lambda each: (not each.id.startswith(f"{room}."), len(each.red), each.id))
    return tuple(each.id for each in found)


def _by_row() -> dict[str, tuple[str, ...]]:
    from lab.faults import faults

    found: dict[str, tuple[str, ...]] = {}
    for each in faults().values():
        for row in each.rows:
            found[row] = (*found.get(row, ()), each.id)
    return found


@pytest.hookimpl(optionalhook=True)
def pytest_explained() -> Mapping[str, Callable[[], str]]:
    """Every fault that the lab can be given."""
    from lab.faults import faults

    return {fault.id: functools.partial(_page, fault) for fault in faults().values()}


def _page(fault: Fault) -> str:
    from fixtures.pages import page

    rows = {
        "Rows": "; ".join(fault.rows),
        "Red": ", ".join(fault.red),
        "Try": f"{typed('python')} -m lab break {fault.id}, and {typed('python')} -m lab heal {fault.id}",
    }
    return page(f"{fault.id}  (a fault of the lab)\n  {fault.title}", rows.items())
