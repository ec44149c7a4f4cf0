"""A name server was started by hand, and not by its unit: the next boot brings it back nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D9", "E8")
RED = ("containers.service.active[dns2:coredns]",)
START = r"""
systemctl stop coredns
nohup /opt/gbo/bin/coredns -conf /opt/gbo/conf/Corefile > /run/by-hand.log 2>&1 &
for try in $(seq 100); do
    ss -Hlun 'sport = 53' | grep -q . && exit 0
    sleep 0.1
done
exit 1
"""
END = r"""
systemctl stop coredns
for try in $(seq 100); do
    pkill -x coredns || break
    sleep 0.1
done
rm -f /run/by-hand.log
systemctl start coredns
"""


def inject(lab: Lab) -> None:
    """Stop the unit, and run its program."""
    lab.node("dns2").run("sh", "-c", START)


def heal(lab: Lab) -> None:
    """End it, and start the unit."""
    lab.node("dns2").run("sh", "-c", END)
