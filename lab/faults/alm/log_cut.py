"""The log of a build was cut off, as by a full disk: its last lines are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P5",)
RED = ("alm.log.readable[gbo/lab:deploy.yml]",)
CUT = r"""
set -eu
cd "$1"
test ! -e /var/tmp/cut-by-a-fault || exit 0
newest=$(find . -name '*.log.zst' | awk -F/ '{ print $NF "\t" $0 }' | sort -n | tail -n 1 | cut -f 2)
cp -p "$newest" /var/tmp/cut-by-a-fault
echo "$newest" > /var/tmp/cut-by-a-fault.name
truncate -s 100 "$newest"
"""
WHOLE = """
set -eu
cd "$1"
test -e /var/tmp/cut-by-a-fault || exit 0
cp -p /var/tmp/cut-by-a-fault "$(cat /var/tmp/cut-by-a-fault.name)"
rm /var/tmp/cut-by-a-fault /var/tmp/cut-by-a-fault.name
"""


def inject(lab: Lab) -> None:
    """Cut the newest one off."""
    _run(lab, CUT)


def heal(lab: Lab) -> None:
    """Bring the whole one back."""
    _run(lab, WHOLE)


def _run(lab: Lab, script: str) -> None:
    lab.node("alm").run("sh", "-c", script, "sh", lab.env.alm.servers["alm"].log_path)
