"""The password of Zitadel's role had an end, and it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.database.open[zitadel]",)
ROLE = "zitadel"
END = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ROLE}'"


def inject(lab: Lab) -> None:
    """Let it end, and the sessions with it."""
    psql(lab.node("tables"), f"ALTER ROLE {ROLE} VALID UNTIL '2020-01-01'")
    psql(lab.node("tables"), END)


def heal(lab: Lab) -> None:
    """Take the end away."""
    psql(lab.node("tables"), f"ALTER ROLE {ROLE} VALID UNTIL 'infinity'")
