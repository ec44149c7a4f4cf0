"""The runner's key is readable for everybody, as after a copy: ssh refuses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E2",)
RED = ("alm_ci.runner.identity[alm-ci]",)


def inject(lab: Lab) -> None:
    """Open it."""
    _mode(lab, "644")


def heal(lab: Lab) -> None:
    """Close it."""
    _mode(lab, lab.env.alm.runners["alm-ci"].key_mode)


def _mode(lab: Lab, mode: str) -> None:
    lab.node("alm-ci").run("chmod", mode, lab.env.alm.runners["alm-ci"].key_file)
