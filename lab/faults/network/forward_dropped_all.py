"""FORWARD drops whatever no rule lets pass, as Docker sets it: of what comes from outside, and between containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.forwarding.enabled[host]", "network.forwarding.between[host]")
TOUCHES = ("host",)


def inject(lab: Lab) -> None:  # noqa: ARG001 - the host is one
    """Change the policy."""
    _policy("DROP")


def heal(lab: Lab) -> None:  # noqa: ARG001
    """Change it back."""
    _policy("ACCEPT")


def _policy(word: str) -> None:
    run(["iptables", "-w", "5", "-P", "FORWARD", word], subject="network")
