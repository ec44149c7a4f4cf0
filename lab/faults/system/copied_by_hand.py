"""Somebody copied a BotServer of his own over the delivered one, its modification time kept, and restarted the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.deploy import deliver
from lab.faults.system._botserver import restart

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D9",)
RED = ("system.deploy.current[botserver]",)
TOUCHES = ("alm", "alm-ci")
COPY = 'set -eu\ncp -p "$1" "$1.new"\nmv -f "$1.new" "$1"\n'


def inject(lab: Lab) -> None:
    """As `scp -p` leaves it; what he built is of the same commit."""
    lab.node("system").run("sh", "-c", COPY, "sh", lab.env.system.binary)
    restart(lab)


def heal(lab: Lab) -> None:
    """Let the workflow deliver again."""
    deliver(lab)
