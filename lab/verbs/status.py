"""`lab status`: what runs, what stands in for what, what is broken on purpose. It asks and changes nothing."""

from __future__ import annotations

import json
import shutil
from typing import Any

from fixtures.interpreter import typed
from lab import faults
from lab.building import warm
from lab.building.component import Part
from lab.components import parts
from lab.errors import LabError
from lab.instances.start import each
from lab.instances.units import Watch
from lab.machine import host
from lab.network import outside as network
from lab.site import Lab
from lab.verbs import requirements


def report(lab: Lab, *, as_json: bool, only_missing: bool = False) -> int:
    """Print the status; give 0 when everything is ready, else 1."""
    if not as_json and (reason := _nothing(lab)):
        print(reason)
        return 1
    found = parts(strict=False)
    instances = lab.incus.instances() if _exists(lab) else {}
    rows = each(lambda part: _row(lab, part, instances), found, width=16)
    linked = bool(instances) and network.standing(lab)
    injected = faults.active(lab)
    if as_json:
        told = {"components": rows, "network": linked, "faults": injected}
        print(json.dumps(told, indent=1))
    elif only_missing:
        for row in rows:
            if row["state"] != "ready":
                print(f"the lab lacks {row['component']} ({row['what']} in {row['instance']}): {row['state']}")
    else:
        _print(rows, linked=linked, injected=injected)
    return 0 if linked and all(row["state"] == "ready" for row in rows) else 1


def _nothing(lab: Lab) -> str | None:
    """Why there is nothing to tell of; None when there is a lab."""
    up = f"{typed('python')} -m lab up"
    if shutil.which("incus") is None:
        return f"there is no lab here, for Incus is not installed: `{up}` installs it and builds the lab"
    if not host.answering():
        return f"Incus does not answer, so nothing of the lab runs: `{up}` starts it and brings the lab back"
    return None if _exists(lab) else f"there is no lab here: `{up}` builds it"


def _exists(lab: Lab) -> bool:
    return host.answering() and lab.incus.exists("projects", lab.incus.project)


def _row(lab: Lab, part: Part, instances: dict[str, dict[str, Any]]) -> dict[str, str]:
    component = part.component
    return {
        "component": part.id,
        "instance": component.instance,
        "address": lab.addresses[component.instance],
        "kind": component.kind,
        "what": component.title,
        "state": _state(lab, part, instances),
    }


def _state(lab: Lab, part: Part, instances: dict[str, dict[str, Any]]) -> str:
    instance = instances.get(part.component.instance)
    if instance is None:
        return "no container"
    if instance["status"] != "Running":
        return f"container {instance['status'].lower()}"
    try:
        lack = warm.ask(lab, part)
        if lack is not None:
            node = lab.node(part.component.instance)
            Watch(node, part.component.units).check()  # the reason is rather that a unit has ended
    except LabError as error:
        lack = str(error)
    return "ready" if lack is None else lack.partition("\n")[0]


def _print(rows: list[dict[str, str]], *, linked: bool, injected: list[str]) -> None:
    columns = ("component", "instance", "address", "kind", "what", "state")
    widths = {name: max([len(name), *(len(row[name]) for row in rows)]) for name in columns}
    for row in [dict(zip(columns, columns, strict=True)), *rows]:
        print("  ".join(row[name].ljust(widths[name]) for name in columns).rstrip())
    ready = sum(row["state"] == "ready" for row in rows)
    standins = sum(row["kind"] == "stand-in" for row in rows)
    print(f"\n{ready} of {len(rows)} components are ready; {standins} are stand-ins written for this lab")
    print(f"programs: {requirements.PROGRAMS}; this one is {requirements.processor()}")
    print(f"network outside and forwards: {'as declared' if linked else 'not as declared, `lab up` makes them'}")
    print(f"injected faults: {', '.join(injected) or 'none'}")
