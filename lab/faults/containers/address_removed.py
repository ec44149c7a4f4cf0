"""A container lost its IPv4 address, and its interface has no stanza to get it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P1", "E1", "E10")
RED = ("containers.instance.address[meet]",)

LOSE = """
set -eu
test -e /etc/network/interfaces.fault || cp -p /etc/network/interfaces /etc/network/interfaces.fault
ip -4 address flush dev eth0 scope global
printf 'auto lo\\niface lo inet loopback\\n' > /etc/network/interfaces
"""
REGAIN = """
set -eu
test -e /etc/network/interfaces.fault || exit 0
mv /etc/network/interfaces.fault /etc/network/interfaces
ifdown --force eth0 2>/dev/null || true
ifup eth0
"""


def inject(lab: Lab) -> None:
    """Take address and stanza away."""
    lab.node("meet").run("sh", "-c", LOSE)


def heal(lab: Lab) -> None:
    """Bring both back."""
    lab.node("meet").run("sh", "-c", REGAIN)
