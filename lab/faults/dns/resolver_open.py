"""The primary name server looks up every name for everybody, through a resolver behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.dns._coredns import COREFILE, RESTART
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("dns.recursion.closed[dns]",)
BEHIND = 5353
UNIT = "resolver-behind"
RESOLVER = f"""\
import socket
answer = bytes.fromhex("c00c00010001000000 3c0004c0000201")
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
line.bind(("127.0.0.1", {BEHIND}))
while True:
    asked, who = line.recvfrom(512)
    end = asked.index(0, 12) + 5
    line.sendto(asked[:2] + bytes.fromhex("81800001000100000000") + asked[12:end] + answer, who)
"""
"""Says 192.0.2.1 to every question, as a resolver does that looked it up: the lab has no way to the Internet's."""
_forward, _heal = edited("dns", COREFILE, rf"$a\.:53 {{\n    forward . 127.0.0.1:{BEHIND}\n}}", RESTART)


def inject(lab: Lab) -> None:
    """Start the resolver, and let CoreDNS forward to it what is not its own."""
    node = lab.node("dns")
    node.run("systemd-run", "--quiet", "--collect", f"--unit={UNIT}", "python3", "-c", RESOLVER)
    _forward(lab)


def heal(lab: Lab) -> None:
    """Take both back."""
    _heal(lab)
    lab.node("dns").run("systemctl", "stop", f"{UNIT}.service", check=False)
