"""/tmp of the CI container is closed to ordinary users."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C2", "E2")
RED = ("containers.tmp.mode[alm-ci]",)


def inject(lab: Lab) -> None:
    """Close it."""
    lab.node("alm-ci").run("chmod", "0755", "/tmp")


def heal(lab: Lab) -> None:
    """Open it."""
    lab.node("alm-ci").run("chmod", "1777", "/tmp")
