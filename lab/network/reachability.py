"""Proves that the machine's own network is not cut off by the lab's: what answered before answers after."""

from __future__ import annotations

import secrets
import socket
import time
from collections.abc import Callable
from functools import partial
from ipaddress import IPv4Network, ip_address
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies

from fixtures.errors import UserMistake
from lab.machine.apt import configured
from lab.network import outside as network
from lab.site import Lab

_ROUTES = Path("/proc/net/route")
_RESOLVER = Path("/etc/resolv.conf")
_TIMEOUT = 3.0
"""Seconds for one question."""

Probe = Callable[[], None]


def refuse_overlap(lab: Lab) -> None:
    """Raise `UserMistake` when an address range of the lab is one that this machine uses already."""
    ours = {lab.env.network.external_interface, lab.incus.bridge}
    for wanted in (network.gateway(lab).network, network.external(lab).network):
        for used, owner in used_ranges(ours):
            if wanted.overlaps(used):
                raise UserMistake(
                    f"the lab needs {wanted}, but this machine uses {used} ({owner}): choose another range "
                    "in environments/lab.toml"
                )


def used_ranges(ours: set[str]) -> list[tuple[IPv4Network, str]]:
    """The ranges that the machine routes or asks, with who uses them; the interfaces in `ours` do not count."""
    found = []
    for line in _ROUTES.read_text().splitlines()[1:]:
        interface, destination, _, _, _, _, _, mask = line.split()[:8]
        if interface not in ours and int(mask, 16):
            base, bits = (int.from_bytes(bytes.fromhex(part)[::-1]) for part in (destination, mask))
            found.append((IPv4Network((base, bits.bit_count())), f"route on {interface}"))
    for server in nameservers():
        if ip_address(server).version == 4:
            found.append((IPv4Network(server), f"name server in {_RESOLVER}"))
    return found


def nameservers() -> list[str]:
    """The machine's name servers."""
    lines = _RESOLVER.read_text().splitlines() if _RESOLVER.exists() else []
    return [words[1] for words in map(str.split, lines) if len(words) > 1 and words[0] == "nameserver"]


def answering() -> dict[str, Probe]:
    """What answers from here, by name, each with the question that was asked: name servers, package archive."""
    hosts = {urlsplit(source.uri) for source in configured() if source.uri.startswith("http")}
    hosts |= {urlsplit(proxy) for scheme, proxy in getproxies().items() if scheme in ("http", "https")}
    probes: dict[str, Probe] = {}
    for url in hosts:
        if url.hostname is not None:
            port = url.port or (443 if url.scheme == "https" else 80)
            probes[f"{url.hostname}:{port}"] = partial(_connect, url.hostname, port)
            probes |= {f"name server {at}": partial(_resolve, at, url.hostname) for at in nameservers()}
    return {name: probe for name, probe in probes.items() if _works(probe)}


def lost(before: dict[str, Probe], patience: float = 8.0) -> list[str]:
    """What answered before and does not any more, asked again for `patience` seconds."""
    deadline = time.monotonic() + patience
    missing = list(before)
    while missing := [name for name in missing if not _works(before[name])]:
        if time.monotonic() > deadline:
            return missing
        time.sleep(1)
    return []


def _works(probe: Probe) -> bool:
    try:
        probe()
    except OSError:
        return False
    return True


def _connect(host: str, port: int) -> None:
    socket.create_connection((host, port), timeout=_TIMEOUT).close()


def _resolve(server: str, host: str) -> None:
    labels = b"".join(bytes([len(part)]) + part.encode() for part in host.split("."))
    question = secrets.token_bytes(2) + b"\1\0\0\1\0\0\0\0\0\0" + labels + b"\0\0\1\0\1"
    family = socket.AF_INET6 if ":" in server else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as asked:
        asked.settimeout(_TIMEOUT)
        asked.connect((server, 53))
        asked.send(question)
        if asked.recv(512)[:2] != question[:2]:
            raise OSError("an answer to another question")
