"""Forgejo's database was closed for a restore, and nobody opened it again: PostgreSQL itself lets everybody in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.database.open[PROD-ALM]",)
END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


def inject(lab: Lab) -> None:
    """Close it, and end the sessions that are there."""
    psql(lab.node("tables"), f'ALTER DATABASE "{_name(lab)}" ALLOW_CONNECTIONS false')
    psql(lab.node("tables"), END.format(name=_name(lab)))


def heal(lab: Lab) -> None:
    """Open it."""
    psql(lab.node("tables"), f'ALTER DATABASE "{_name(lab)}" ALLOW_CONNECTIONS true')


def _name(lab: Lab) -> str:
    return lab.env.tables.databases["PROD-ALM"].name
