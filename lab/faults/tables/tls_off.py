"""PostgreSQL was told to do without TLS for a test, and clients that verify it are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E9",)
RED = ("tls.certificate.valid[tables:5432:postgresql]",)
PATIENCE = 10.0


def inject(lab: Lab) -> None:
    """Switch it off."""
    _set(lab, "SET ssl = off", "off")


def heal(lab: Lab) -> None:
    """Take the setting back."""
    _set(lab, "RESET ssl", "on")


def _set(lab: Lab, wish: str, state: str) -> None:
    node = lab.node("tables")
    psql(node, f"ALTER SYSTEM {wish};")
    psql(node, "SELECT pg_reload_conf();")
    await_answer(lambda: None if psql(node, "SHOW ssl").strip() == state else f"it is not {state} yet", PATIENCE)
