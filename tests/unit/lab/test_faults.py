"""Every fault says what it stands for and what must go red."""

import re

import pytest

from lab.faults import Fault, faults


@pytest.mark.parametrize("fault", faults().values(), ids=lambda fault: fault.id)
def test_fault_is_complete(fault: Fault) -> None:
    assert fault.title.endswith(".")
    assert fault.rows
    assert fault.red
    assert all(re.fullmatch(r"[a-z_]+\.[a-z0-9_]+\.[a-z0-9_]+\[[^]]+\]", red) for red in fault.red), fault.red
