"""The real CoreDNS on loopback with a folder of zone files: what it makes of each."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import dns.exception
import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.xfr

from fixtures.parsers.rdata import meaning
from lab.cache import Cache
from lab.components._coredns import COREDNS

Sets = dict[tuple[str, str], set[str]]
ADDRESS = "127.0.0.1"
COREFILE = """\
.:{port} {{
    bind 127.0.0.1
    errors
    auto {{
        directory {folder} (.*)\\.zone {{1}}
        reload 0
    }}
    transfer {{
        to *
    }}
}}
"""
PATIENCE = 30.0


@contextmanager
def serving(folder: Path, zones: Mapping[str, bytes]) -> Iterator[int]:
    """CoreDNS with one file a zone; the port that it answers on."""
    for name, content in zones.items():
        (folder / f"{name}.zone").write_bytes(content)
    (folder / "last.zone").write_text("@ 60 IN SOA ns host 1 1 1 1 1\n")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind((ADDRESS, 0))
        port = int(free.getsockname()[1])
    corefile = folder / "Corefile"
    corefile.write_text(COREFILE.format(port=port, folder=folder))
    with (folder / "log").open("wb") as log:
        program = subprocess.Popen([COREDNS.path(Cache()), "-conf", corefile], stdout=log, stderr=log)
    try:
        _wait(port, folder / "log")
        yield port
    finally:
        program.terminate()
        program.wait(10)


def served(port: int, zone: str) -> Sets | None:
    """Every value of a zone, by name and type; None where it is not served."""
    found: Sets = {}
    try:
        for message in dns.query.xfr(ADDRESS, zone, port=port, relativize=False, timeout=5):
            for rrset in message.answer:
                key = (str(rrset.name.canonicalize()).rstrip("."), dns.rdatatype.to_text(rrset.rdtype))
                found.setdefault(key, set()).update(meaning(each).text for each in rrset)
    except dns.xfr.TransferError:
        return None
    return found


def _wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            answer = dns.query.udp(dns.message.make_query("last", "SOA"), ADDRESS, timeout=0.3, port=port)
            if answer.rcode() == dns.rcode.NOERROR:
                return
        except (OSError, dns.exception.DNSException):
            pass
        assert time.monotonic() < deadline, log.read_text(errors="replace")[-2000:]
        time.sleep(0.1)
