"""The .env lost the address of Vault, and BotServer was restarted: it ends at once, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.edited import edited
from lab.faults.system._botserver import restart

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3", "E14")
RED = ("system.env.complete[VAULT_ADDR]",)
UNIT = "systemctl --no-block restart botserver; sleep 1"
change, back = edited("system", "/opt/gbo/bin/.env", "/^VAULT_ADDR=/d", UNIT)


def inject(lab: Lab) -> None:
    """Take the line out, and restart."""
    change(lab)


def heal(lab: Lab) -> None:
    """Put the file back, and start it anew."""
    lab.node("system").run("systemctl", "reset-failed", lab.env.system.botserver_unit, check=False)
    back(lab)
    restart(lab)
