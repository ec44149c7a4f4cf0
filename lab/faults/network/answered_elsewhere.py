"""A box in front of the host sends a published port to another service: it answers, and is not the declared one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.published.identity[993/tcp]",)
TOUCHES = ("host",)


def inject(lab: Lab) -> None:
    """Turn 993 into 465 where the outside is, before it reaches the host."""
    run([*_inside(lab), "-A", *_rule(lab)], subject="network")


def heal(lab: Lab) -> None:
    """Take the rule out again."""
    while run([*_inside(lab), "-D", *_rule(lab)], check=False).status == 0:
        pass


def _inside(lab: Lab) -> list[str]:
    return ["ip", "netns", "exec", str(lab.env.vantage.namespace), "iptables", "-w", "5", "-t", "nat"]


def _rule(lab: Lab) -> list[str]:
    here = str(lab.env.network.external_address)
    return ["OUTPUT", "-d", here, "-p", "tcp", "--dport", "993", "-j", "DNAT", "--to-destination", f"{here}:465"]
