"""BotServer was started by hand: the unit is stopped, and its port is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.building.delivery import LIBRARIES
from lab.components import system
from lab.components._common import await_answer
from lab.faults.system._botserver import restart

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D9", "E8")
RED = ("system.botserver.managed[system:botserver]",)
PID = "/run/botserver-by-hand"
START = """
set -eu
systemctl stop botserver
cd /opt/gbo/bin
set -a
. ./.env
PYTHONPATH=$1
setsid ./botserver ./botserver </dev/null >/dev/null 2>&1 &
echo $! > "$2"
"""
END = 'test ! -e "$1" || { kill "$(cat "$1")" || :; rm "$1"; }'


def inject(lab: Lab) -> None:
    """As in a night of trying out, the .env read by the shell."""
    node = lab.node("system")
    node.run("sh", "-c", START, "sh", LIBRARIES, PID)
    ready = system.COMPONENT.ready
    assert ready is not None
    await_answer(lambda: ready(lab, node))


def heal(lab: Lab) -> None:
    """End it, and start the unit."""
    lab.node("system").run("sh", "-c", END, "sh", PID)
    restart(lab)
