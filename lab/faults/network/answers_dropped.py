"""A firewall drops what containers answer by the external interface: what comes in arrives, and nobody is heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.external.answers[external]",)
TOUCHES = ("host",)
ANSWERS = ("-m", "conntrack", "--ctstate", "ESTABLISHED", "--ctdir", "REPLY", "-j", "DROP")


def inject(lab: Lab) -> None:
    """Drop them on their way through the host; what containers ask of the world passes."""
    run(["iptables", "-w", "5", "-I", "FORWARD", "1", *_rule(lab)], subject="network")


def heal(lab: Lab) -> None:
    """Take the rule out again."""
    while run(["iptables", "-w", "5", "-D", "FORWARD", *_rule(lab)], check=False).status == 0:
        pass


def _rule(lab: Lab) -> list[str]:
    return ["-o", lab.env.network.external_interface, *ANSWERS]
