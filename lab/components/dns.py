"""The primary name server: the zone's file, transfers to the secondary, sync-zones.sh."""

from __future__ import annotations

from lab.building.component import Component, File
from lab.components import _zone
from lab.components._common import DATA
from lab.components._coredns import COREDNS, TITLE, fill, program_files
from lab.site import Lab, Node


def files(lab: Lab) -> list[File]:
    """CoreDNS, the zone, the script that the guide calls, and what that script asks with."""
    return [
        *program_files(lab, "Corefile.primary"),
        File(lab.env.dns.zones["base"].file, _zone.text(lab).encode()),
        File(lab.env.dns.sync_script, fill(lab, "sync-zones.sh"), 0o755),
        File(f"{lab.env.paths.bin}/soa-serial", DATA / "dns" / "soa-serial", 0o755),
    ]


def ready(lab: Lab, node: Node) -> str | None:
    """It answers with authority for the zone."""
    try:
        _zone.served(node.address, lab.env.dns.servers["dns"].port, lab.env.domains.base)
    except OSError as error:
        return str(error)
    return None


COMPONENT = Component(
    room="dns",
    title=f"{TITLE}, primary",
    kind="real",
    instance="dns",
    units=("coredns",),
    files=files,
    artifacts={"coredns": COREDNS},
    ready=ready,
)
