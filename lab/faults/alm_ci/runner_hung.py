"""The CI runner hangs: active for systemd, and Forgejo does not hear of it any more."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C3",)
RED = ("alm.runner.registered[alm-ci]",)


def inject(lab: Lab) -> None:
    """Stop its processes, and wait for as long as it may be silent."""
    runner = lab.env.alm.runners["alm-ci"]
    lab.node("alm-ci").run("systemctl", "kill", "--signal=STOP", runner.held_by)
    time.sleep(runner.online_within + 3)


def heal(lab: Lab) -> None:
    """Let it go on."""
    lab.node("alm-ci").run("systemctl", "kill", "--signal=CONT", lab.env.alm.runners["alm-ci"].held_by)
