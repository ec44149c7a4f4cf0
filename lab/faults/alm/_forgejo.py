"""What the faults of Forgejo's runs have in common: they are written into its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab


def write(lab: Lab, sql: str) -> None:
    """Carry out statements in Forgejo's database."""
    server = lab.env.alm.servers["alm"]
    psql(lab.node("tables"), sql, lab.env.tables.databases[server.database].name)
