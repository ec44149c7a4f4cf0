"""The process that no unit keeps has ended, and nothing brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.alm_ci import AGENT, start_agent

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3",)
RED = (f"containers.process.running[alm-ci:{AGENT}]",)


def inject(lab: Lab) -> None:
    """Kill it."""
    lab.node("alm-ci").run("pkill", "-x", AGENT)


def heal(lab: Lab) -> None:
    """Start it by hand."""
    start_agent(lab, lab.node("alm-ci"))
