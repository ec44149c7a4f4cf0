"""A service listens on loopback only, after a change of its configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E8",)
RED = ("containers.port.listening[meet:7880]",)
CHANGE = """
set -eu
file=/opt/gbo/conf/livekit.yaml
test -e $file.fault || cp -p $file $file.fault
python3 - $file <<'END'
import json, sys
path = sys.argv[1]
content = json.load(open(path))
json.dump(content | {"bind_addresses": ["127.0.0.1"]}, open(path, "w"))
END
systemctl restart livekit
"""
CHANGE_BACK = """
set -eu
file=/opt/gbo/conf/livekit.yaml
test -e $file.fault || exit 0
mv $file.fault $file
systemctl restart livekit
"""


def inject(lab: Lab) -> None:
    """Bind LiveKit to loopback."""
    lab.node("meet").run("sh", "-c", CHANGE)


def heal(lab: Lab) -> None:
    """Bring its configuration back."""
    lab.node("meet").run("sh", "-c", CHANGE_BACK)
