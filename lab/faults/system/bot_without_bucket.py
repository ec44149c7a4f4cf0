"""A bot is left in the database whose bucket is long gone: only BotServer's log tells."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import BOTSERVER, psql
from lab.faults.system._log import emptied

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3",)
RED = ("system.log.quiet[error]",)
TOUCHES = ("tables",)


def inject(lab: Lab) -> None:
    """Add it, and wait until BotServer has missed the bucket, which it says once of each name."""
    bot = f"sales-{secrets.token_hex(3)}"
    psql(lab.node("tables"), f"INSERT INTO bots (name) VALUES ('{bot}')", BOTSERVER)
    told = ("grep", "-q", f"bucket {bot}.gbai", lab.env.system.log_error)
    await_answer(lambda: None if lab.node("system").run(*told, check=False).status == 0 else "not missed yet")


def heal(lab: Lab) -> None:
    """Remove it, and empty the log that was looked at."""
    psql(lab.node("tables"), "DELETE FROM bots WHERE name LIKE 'sales-%'", BOTSERVER)
    emptied(lab, lab.env.system.log_error)
