"""A unit that does not run, or hangs: the faults that every service can have."""

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


def hung(instance: str, unit: str) -> tuple[Act, Act]:
    """`inject` and `heal` of a unit whose processes do not move any more: the kernel accepts, and nobody answers."""

    def inject(lab: Lab) -> None:
        lab.node(instance).run("systemctl", "kill", "--signal=SIGSTOP", unit)

    def heal(lab: Lab) -> None:
        lab.node(instance).run("systemctl", "kill", "--signal=SIGCONT", unit, check=False)
        lab.node(instance).run("systemctl", "reset-failed", unit, check=False)
        lab.node(instance).run("systemctl", "start", unit, timeout=120)

    return inject, heal


def silent(*listeners: str) -> tuple[str, ...]:
    """What must go red where nobody answers on these ports, and nothing else."""
    return tuple(f"containers.port.answers[{listener}]" for listener in listeners)


def red(instance: str, unit: str) -> tuple[str, ...]:
    """What must go red, and nothing else."""
    return (f"containers.service.active[{instance}:{unit}]",)
