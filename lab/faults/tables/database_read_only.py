"""Forgejo's database was made read only for a backup, and nobody took it back: PostgreSQL itself takes writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.database.present[PROD-ALM]",)


def inject(lab: Lab) -> None:
    """Set it for the sessions to come."""
    psql(lab.node("tables"), f'ALTER DATABASE "{_name(lab)}" SET default_transaction_read_only = on')


def heal(lab: Lab) -> None:
    """Take the setting back."""
    psql(lab.node("tables"), f'ALTER DATABASE "{_name(lab)}" RESET default_transaction_read_only')


def _name(lab: Lab) -> str:
    return lab.env.tables.databases["PROD-ALM"].name
