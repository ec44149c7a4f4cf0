"""The host was restarted: Vault is sealed, and BotServer, which gets no secret, ends again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.system._botserver import restart
from lab.faults.vault import sealed

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P2", "V3", "P3")
RED = sealed.RED
TOUCHES = ("system",)


def inject(lab: Lab) -> None:
    """Restart both."""
    sealed.inject(lab)
    lab.node("system").run("systemctl", "--no-block", "restart", lab.env.system.botserver_unit)


def heal(lab: Lab) -> None:
    """Unseal, and start BotServer anew."""
    sealed.heal(lab)
    lab.node("system").run("systemctl", "reset-failed", lab.env.system.botserver_unit, check=False)
    restart(lab)
