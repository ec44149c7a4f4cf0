"""A unit is enabled for a target that no boot reaches: its file was copied from a desktop."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.service.enabled[meet:livekit]",)
FILE = "/etc/systemd/system/livekit.service"
COPY = f"""
set -eu
test -e {FILE}.fault || cp -p {FILE} {FILE}.fault
systemctl disable --quiet livekit
sed -i 's/^WantedBy=.*/WantedBy=graphical.target/' {FILE}
systemctl enable --quiet livekit
"""
BACK = f"""
set -eu
test -e {FILE}.fault || exit 0
systemctl disable --quiet livekit
cp -p {FILE}.fault {FILE}
systemctl daemon-reload
systemctl enable --quiet livekit
rm {FILE}.fault
"""


def inject(lab: Lab) -> None:
    """Write the wrong target, and enable it, without stopping it."""
    lab.node("meet").run("sh", "-c", COPY)


def heal(lab: Lab) -> None:
    """Write the right one."""
    lab.node("meet").run("sh", "-c", BACK)
