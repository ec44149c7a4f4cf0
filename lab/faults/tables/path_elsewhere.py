"""BotServer's role was given a search_path for a test of another edition, in which its tables do not lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.database.present[botserver]",)


def inject(lab: Lab) -> None:
    """Set it for the sessions to come."""
    psql(lab.node("tables"), f"ALTER ROLE {BOTSERVER} SET search_path = next_edition")


def heal(lab: Lab) -> None:
    """Take the setting back."""
    psql(lab.node("tables"), f"ALTER ROLE {BOTSERVER} RESET search_path")
