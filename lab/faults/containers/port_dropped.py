"""A firewall inside the container drops what comes to a port."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.port.reachable[meet:7880]",)
RULE = ("INPUT", "-p", "tcp", "--dport", "7880", "-j", "DROP")


def inject(lab: Lab) -> None:
    """Drop it."""
    lab.node("meet").run("iptables", "-w", "-I", *RULE)


def heal(lab: Lab) -> None:
    """Let it in; the rule may have been laid twice."""
    while lab.node("meet").run("iptables", "-w", "-D", *RULE, check=False).status == 0:
        pass
