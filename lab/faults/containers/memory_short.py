"""A service's child ate all the memory that it may have, and was killed; the service goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.memory.no_oom[vectordb]",)
UNIT = "hungry"
EAT = "head -c 300M /dev/zero | tail > /dev/null; touch /run/hungry; sleep 3600"
LIMITS = ("-p", "MemoryMax=40M", "-p", "OOMPolicy=continue")
PATIENCE = 30.0


def inject(lab: Lab) -> None:
    """Start it, and wait until its child is gone."""
    node = lab.node("vectordb")
    node.run("systemd-run", "--quiet", "--collect", f"--unit={UNIT}", *LIMITS, "sh", "-c", EAT)
    eaten = ("test", "-e", "/run/hungry")
    await_answer(lambda: "it still eats" if node.run(*eaten, check=False).status else None, PATIENCE)


def heal(lab: Lab) -> None:
    """End it, and its count with it."""
    lab.node("vectordb").run("systemctl", "stop", f"{UNIT}.service", check=False)
    lab.node("vectordb").run("rm", "-f", "/run/hungry")
