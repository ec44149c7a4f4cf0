"""The secondary name server: it holds what it was transferred, in memory."""

from __future__ import annotations

from lab.building.component import Component
from lab.components import _zone
from lab.components._coredns import COREDNS, TITLE, program_files
from lab.site import Lab, Node


def ready(lab: Lab, node: Node) -> str | None:
    """It answers with the primary's serial."""
    port, zone = lab.env.dns.servers["dns2"].port, lab.env.domains.base
    try:
        first = _zone.served(lab.node("dns").address, port, zone)
        second = _zone.served(node.address, port, zone)
    except OSError as error:
        return str(error)
    return None if first == second else f"serves the serial {second}, the primary {first}"


def resume(lab: Lab, node: Node) -> None:
    """Transfer the zone anew: a secondary never goes back to a lower serial by itself."""
    if ready(lab, node) is not None:
        node.run("systemctl", "restart", "coredns")


COMPONENT = Component(
    room="dns",
    title=f"{TITLE}, secondary",
    kind="real",
    instance="dns2",
    units=("coredns",),
    files=lambda lab: program_files(lab, "Corefile.secondary"),
    artifacts={"coredns": COREDNS},
    needs=("dns",),
    resume=resume,
    ready=ready,
)
