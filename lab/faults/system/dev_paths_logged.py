"""Somebody tried a BotServer out in his home directory, with its output in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.building.delivery import LIBRARIES
from lab.faults.system._log import emptied

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E14",)
RED = ("system.log.no_dev_paths[output]",)
HOME = "/home/developer"
TRY = """
mkdir -p "$1"
cd "$1"
set -a
. /opt/gbo/bin/.env
GBO_WORK_PATH=$1/botserver-stack/work PORT=5999 PYTHONPATH=$2
timeout 30 /opt/gbo/bin/botserver /opt/gbo/bin/botserver >> "$3" 2>/dev/null &
for _ in $(seq 100); do
    sleep 0.2
    grep -q "$1" "$3" && break
done
kill $!
wait $!
grep -q "$1" "$3"
"""


def inject(lab: Lab) -> None:
    """Run it until it has compiled there."""
    lab.node("system").run("sh", "-c", TRY, "sh", HOME, LIBRARIES, lab.env.system.log_output)


def heal(lab: Lab) -> None:
    """Remove what it made, and empty the log."""
    lab.node("system").run("rm", "-rf", HOME)
    emptied(lab, lab.env.system.log_output)
