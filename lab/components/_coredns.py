"""CoreDNS as both name servers run it: program, unit, configuration file."""

from __future__ import annotations

from lab.artifacts import GoProgram
from lab.building.component import File
from lab.components._common import DATA, unit
from lab.site import Lab

COREDNS = GoProgram(name="coredns", version="1.15.0", source=DATA / "coredns")
COREFILE = "/opt/gbo/conf/Corefile"
TITLE = "CoreDNS 1.15.0 with the lab's plugins"


def fill(lab: Lab, name: str) -> bytes:
    """A file of data/dns with the lab's own values."""
    room = lab.env.dns
    zone = room.zones["base"]
    text = (DATA / "dns" / name).read_text(encoding="utf-8")
    values = {
        "zone": zone.name,
        "zones": zone.name,
        "file": zone.file,
        "port": str(room.servers["dns"].port),
        "primary": lab.node("dns").address,
        "secondaries": lab.node("dns2").address,
    }
    return text.format(**values).encode()


def program_files(lab: Lab, corefile: str) -> list[File]:
    """What lies in both containers."""
    program = f"{lab.env.paths.bin}/coredns"
    service = unit("CoreDNS", f"{program} -conf {COREFILE}", log=f"{lab.env.paths.logs}/coredns.log")
    return [
        File(program, COREDNS.path(lab.cache), 0o755),
        File(COREFILE, fill(lab, corefile)),
        File("/etc/systemd/system/coredns.service", service),
    ]
