"""A firewall rule drops what was published: rule and service are right, and nobody outside gets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.published.reachable[993/tcp]",)
TOUCHES = ("host",)


def inject(lab: Lab) -> None:
    """Drop packets for the port on their way through the host."""
    run(["iptables", "-w", "5", "-I", "FORWARD", "1", *_rule(lab)], subject="network")


def heal(lab: Lab) -> None:
    """Take the rule out again."""
    while run(["iptables", "-w", "5", "-D", "FORWARD", *_rule(lab)], check=False).status == 0:
        pass


def _rule(lab: Lab) -> list[str]:
    return ["-i", lab.env.network.external_interface, "-p", "tcp", "--dport", "993", "-j", "DROP"]
