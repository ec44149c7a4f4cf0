"""The lab, up and healed, for every test below this folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lab import faults
from lab.site import Lab
from tests.lab.suite import forget_copies

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def lab() -> Lab:
    """The lab; `lab up` builds it where it is not there, and does nothing where it is."""
    subprocess.run([sys.executable, "-m", "lab", "up"], cwd=ROOT, check=True, timeout=3600)
    lab = Lab.open()
    for fault in faults.active(lab)[::-1]:
        faults.heal(lab, fault)
    forget_copies(lab)
    return lab
