"""Somebody let the build keep what it had built before: its run succeeds, and delivers a program of an older commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components import deploy
from lab.components._alm import Alm

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P5",)
RED = ("system.deploy.current[botserver]",)
TOUCHES = ("alm", "alm-ci")
KEPT = "/opt/gbo/src/kept"
KEEP = """
set -eu
rm -rf "$work"
cp -r "$copy" "$work"
cd "$work"
printf '%s\\n' 'test ! -e "$1" || exit 0' | cat - build.sh > build.sh.new
mv build.sh.new build.sh
sed -i '/- name: verify/,$d' ".forgejo/workflows/$workflow"
"""


def inject(lab: Lab) -> None:
    """Push that, and wait until its run has delivered."""
    node, before = lab.node("alm-ci"), Alm(lab).newest_run().number
    node.run("sh", "-c", KEEP, env={"copy": deploy.WORKING_COPY, "work": KEPT, "workflow": deploy.WORKFLOW})
    deploy.push(lab, node, KEPT)
    deploy.await_run(lab, before, "success")


def heal(lab: Lab) -> None:
    """Push what was there before, which is built and delivered."""
    node = lab.node("alm-ci")
    node.run("rm", "-rf", KEPT)
    deploy.configure(lab, node)
