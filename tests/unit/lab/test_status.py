"""Where there is no lab, that is one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.interpreter import typed

ROOT = Path(__file__).resolve().parents[3]


UP = f"`{typed('python')} -m lab up`"


@pytest.mark.process
@pytest.mark.parametrize("how", [(), ("--missing",)])
@pytest.mark.parametrize(
    ("incus", "said"),
    [
        (
            False,
            f"there is no lab here, for Incus is not installed: {UP} installs it and builds the lab\n",
        ),
        (
            True,
            f"Incus does not answer, so nothing of the lab runs: {UP} starts it and brings the lab back\n",
        ),
    ],
)
def test_one_sentence(tmp_path: Path, how: tuple[str, ...], incus: bool, said: str) -> None:
    if incus:
        real = shutil.which("incus")
        assert real is not None, "the lab's own client is not installed"
        (tmp_path / "incus").symlink_to(real)
    env = {**os.environ, "PATH": str(tmp_path), "INCUS_SOCKET": str(tmp_path / "nowhere"), "LAB_STATE": str(tmp_path)}
    words = [sys.executable, "-m", "lab", "status", *how]
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr, done.returncode) == (said, "", 1)
