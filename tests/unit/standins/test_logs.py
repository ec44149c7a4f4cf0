from __future__ import annotations

import logging

import pytest

from lab.standins.logs import Changes


def test_a_trouble_is_said_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    changes = Changes(logging.getLogger("standin"))
    for _ in range(3):
        changes.trouble("drive", "refused")
    changes.trouble("drive", "timed out")
    for _ in range(3):
        changes.well("drive")
    assert caplog.messages == ["drive: refused", "drive: timed out", "drive: works again"]
