"""A CoreDNS of before the last change was left running, and shares the port: it answers every second question."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D1", "E8")
RED = ("containers.port.listening[dns:53/udp]", "containers.port.listening[dns:53]")
START = r"""
set -eu
mkdir -p /run/fault
sed 's/198\.18\.0\.1$/198.18.0.99/' /opt/gbo/data/lab.test.zone > /run/fault/zone
sed -E -e 's#file /opt.*zone#file /run/fault/zone#' -e '/health|ready/d' /opt/gbo/conf/Corefile > /run/fault/Corefile
nohup /opt/gbo/bin/coredns -conf /run/fault/Corefile > /run/fault/log 2>&1 &
for try in $(seq 100); do
    test "$(ss -Hlun 'sport = 53' | wc -l)" -lt 2 || exit 0
    sleep 0.1
done
exit 1
"""
END = r"""
for try in $(seq 100); do
    pkill -f '[/]run/fault/Corefile' || break
    sleep 0.1
done
rm -rf /run/fault
"""
"""Shell: it answers on while it ends."""


def inject(lab: Lab) -> None:
    """Start it by hand, beside the unit."""
    lab.node("dns").run("sh", "-c", START)


def heal(lab: Lab) -> None:
    """End it."""
    lab.node("dns").run("sh", "-c", END)
