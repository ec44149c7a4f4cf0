"""Whether the lab stands as it was built, asked in about a second: nothing of it is changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lab.building.component import Part
from lab.instances.start import each
from lab.machine import host
from lab.network import outside as network
from lab.site import Lab

_TREE = Path(__file__).resolve().parents[1]


def fingerprint(lab: Lab) -> str:
    """What the lab is built from: our sources and the expectations."""
    found = hashlib.sha256(lab.env.model_dump_json().encode())
    for path in sorted(_TREE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(f"\0{path.relative_to(_TREE)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def standing(lab: Lab, parts: list[Part]) -> bool:
    """Whether all of it is up, unchanged since the last complete `up`, and every component answers."""
    if lab.state.read("up") != fingerprint(lab) or not host.answering():
        return False
    instances = lab.incus.instances()
    for name in lab.addresses:
        if name not in instances or instances[name]["status"] != "Running":
            return False
    for part in parts:
        if lab.state.read(f"boots/{part.id}") != instances[part.component.instance]["last_used_at"]:
            return False
    return network.standing(lab) and not unready(lab, parts)


def unready(lab: Lab, parts: list[Part]) -> dict[str, str]:
    """What each component lacks that is not ready, by component."""

    lacks = each(lambda part: ask(lab, part), parts, width=16)
    return {part.id: lack for part, lack in zip(parts, lacks, strict=True) if lack is not None}


def ask(lab: Lab, part: Part) -> str | None:
    """What the component lacks; None when it is ready."""
    ready = part.component.ready
    return ready(lab, lab.node(part.component.instance)) if ready else None


def remember(lab: Lab) -> None:
    """Keep that the lab was built completely from what it is built from."""
    lab.state.write("up", fingerprint(lab))
    lab.state.write("complete", "it was up once: nothing has to be built anew")


def forget(lab: Lab) -> None:
    """From here on the lab is not known to be complete."""
    lab.state.forget("up")
