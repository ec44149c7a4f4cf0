"""A container lost its default route: it reaches its neighbours, and nothing of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.network.outside import gateway

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P4",)
RED = ("containers.egress.reachable[alm-ci:registry]",)


def inject(lab: Lab) -> None:
    """Take it away."""
    lab.node("alm-ci").run("ip", "route", "delete", "default", check=False)


def heal(lab: Lab) -> None:
    """Give it back."""
    way = ("via", str(gateway(lab).ip), "dev", "eth0", "onlink")
    lab.node("alm-ci").run("ip", "route", "replace", "default", *way)
