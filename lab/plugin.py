"""What pytest is told of the lab: `--explain FAULT`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from fixtures.interpreter import typed

if TYPE_CHECKING:
    from lab.faults import Fault


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
