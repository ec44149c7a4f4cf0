"""The map: what is where, what leads to it from outside, and what depends on what."""

from __future__ import annotations

import functools

from fixtures.texts import many
from reports.audit.layout import HEIGHT, MOST, WIDTH, fitted, layout
from reports.audit.section import Section
from reports.audit.topology import topology
from reports.audit.view import View
from reports.line import Instance


def section(view: View) -> Section:
    """The drawing and the same in words; of many containers the words alone."""
    platform = view.record.platform
    if platform is None or not platform.instances:
        return Section("map", "Map", "the record does not say what is declared to be there")
    found = topology(view, platform)
    bad = [each for each in found.places.values() if each.verdict != "passed"]
    count = len(found.places)
    answer = f"{count - len(bad)} of " if bad else "all of "
    answer += f"{many(count, 'container')} hold"
    addresses = [each.addresses[0] for each in platform.instances if each.addresses]
    data = {
        "topology": found,
        "drawing": layout(found) if count <= MOST else None,
        "box": (WIDTH, HEIGHT),
        "common": common(addresses),
        "fitted": fitted,
        "where": functools.partial(where, common(addresses)),
        "outside": sorted({each.address for each in found.published if each.address}),
    }
    return Section("map", "Map", answer, "map.html", data)


def where(shared: str, instance: Instance) -> str:
    """`.12 · 8200`: the address without what all share, and the ports."""
    address = instance.addresses[0].removeprefix(shared) if instance.addresses else "any"
    ports = " ".join(each.replace("/udp", "u") for each in instance.listens) or "no port"
    return f"{address} · {ports}"


def common(addresses: list[str]) -> str:
    """What all addresses begin with, up to a dot: the map leaves it out."""
    if len(addresses) < 2:
        return ""
    shared = addresses[0]
    for each in addresses[1:]:
        while not each.startswith(shared):
            shared = shared.rpartition(".")[0]
    return shared if shared.count(".") < 3 else shared.rpartition(".")[0]
