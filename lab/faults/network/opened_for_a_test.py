"""Somebody published a port for a test, and left it so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.nat.undeclared[external]",)
TOUCHES = ("host",)
PORT = "6333"


def inject(lab: Lab) -> None:
    """Lead a port to the vector database."""
    run(["iptables", "-w", "5", "-t", "nat", "-A", "PREROUTING", *_rule(lab)], subject="network")


def heal(lab: Lab) -> None:
    """Take the rule out again."""
    while run(["iptables", "-w", "5", "-t", "nat", "-D", "PREROUTING", *_rule(lab)], check=False).status == 0:
        pass


def _rule(lab: Lab) -> list[str]:
    where = ["-i", lab.env.network.external_interface, "-p", "tcp", "--dport", PORT]
    return [*where, "-j", "DNAT", "--to-destination", f"{lab.addresses['vectordb']}:{PORT}"]
