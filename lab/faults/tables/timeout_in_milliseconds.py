"""Somebody gave BotServer's role a limit of 30 for each query in its database, and meant seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.database.present[botserver]",)


def inject(lab: Lab) -> None:
    """Set it for the sessions to come."""
    psql(lab.node("tables"), f"ALTER ROLE {BOTSERVER} IN DATABASE {_name(lab)} SET statement_timeout = 30")


def heal(lab: Lab) -> None:
    """Take the setting back."""
    psql(lab.node("tables"), f"ALTER ROLE {BOTSERVER} IN DATABASE {_name(lab)} RESET statement_timeout")


def _name(lab: Lab) -> str:
    return lab.env.tables.databases["botserver"].name
