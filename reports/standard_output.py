"""`--report=FORMAT:-` owns standard output: whatever else the run says goes to standard error, also what is printed."""

from __future__ import annotations

import os
import sys

import pytest

STANDARD = "-"
"""In place of a file."""
_OWN = pytest.StashKey[int]()


def take(config: pytest.Config) -> None:
    """Put standard output aside for the report; from here on, file descriptor 1 leads to standard error."""
    capturing = config.pluginmanager.getplugin("capturemanager")
    sys.stdout.flush()
    if capturing is not None:
        capturing.stop_global_capturing()  # it keeps a descriptor of its own, and would bring the old one back
    config.stash[_OWN] = os.dup(1)
    os.dup2(2, 1)
    if capturing is not None:
        capturing.start_global_capturing()
        capturing.suspend_global_capture()


def write(config: pytest.Config, text: str) -> None:
    """Write the report there, whole.

    Raises:
        OSError: nobody reads it any more, say.
    """
    with os.fdopen(os.dup(config.stash[_OWN]), "w", encoding="utf-8", newline="") as out:
        out.write(text)
