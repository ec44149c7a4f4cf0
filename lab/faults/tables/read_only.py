"""BotServer's role was made read only for a migration, and nobody took it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.server.primary[tables]",)


def inject(lab: Lab) -> None:
    """Set it for the sessions to come."""
    psql(lab.node("tables"), f"ALTER ROLE {BOTSERVER} SET default_transaction_read_only = on")


def heal(lab: Lab) -> None:
    """Take the setting back."""
    psql(lab.node("tables"), f"ALTER ROLE {BOTSERVER} RESET default_transaction_read_only")
