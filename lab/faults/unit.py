"""A unit that does not run: the fault that every service can have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

Act = Callable[["Lab"], None]


def stopped(instance: str, unit: str) -> tuple[Act, Act]:
    """`inject` and `heal` of a unit that somebody stopped."""

    def inject(lab: Lab) -> None:
        lab.node(instance).run("systemctl", "stop", unit)

    def heal(lab: Lab) -> None:
        lab.node(instance).run("systemctl", "reset-failed", unit, check=False)
        lab.node(instance).run("systemctl", "start", unit)

    return inject, heal


def red(instance: str, unit: str) -> tuple[str, ...]:
    """What must go red, and nothing else."""
    return (f"containers.service.active[{instance}:{unit}]",)
