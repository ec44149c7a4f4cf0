"""A table was restored by the superuser: it is there, and BotServer may not write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.table.usable[botserver.bots]",)


def inject(lab: Lab) -> None:
    """Give it to the superuser."""
    _give(lab, "postgres")


def heal(lab: Lab) -> None:
    """Give it back."""
    _give(lab, lab.env.tables.databases["botserver"].owner)


def _give(lab: Lab, owner: str) -> None:
    psql(lab.node("tables"), f"ALTER TABLE bots OWNER TO {owner}", lab.env.tables.databases["botserver"].name)
