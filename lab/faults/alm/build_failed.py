"""The newest build failed: where it puts what it builds, a file is in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._alm import Alm
from lab.components.deploy import WORKFLOW, await_run, deliver

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P5",)
RED = ("alm.runs.last_succeeded[gbo/lab:deploy.yml]",)
TOUCHES = ("alm-ci", "system")
IN_THE_WAY = 'set -eu\ncd ~gbuser\nrm -rf artifacts\nif test "$1" = file; then touch artifacts; fi\n'


def inject(lab: Lab) -> None:
    """Put the file there, start a build and wait until it has failed."""
    _left(lab, "file")
    alm = Alm(lab)
    before = alm.newest_run().number
    alm.start_run(WORKFLOW)
    await_run(lab, before, "failure")


def heal(lab: Lab) -> None:
    """Take it away, and build and deliver again."""
    if Alm(lab).newest_run().state != ("completed", "success"):
        _left(lab, "nothing")
        deliver(lab)


def _left(lab: Lab, what: str) -> None:
    lab.node("alm-ci").run("sh", "-c", IN_THE_WAY, "sh", what)
