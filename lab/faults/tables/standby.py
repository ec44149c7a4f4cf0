"""PostgreSQL was started as a standby: a copy restored with its standby.signal, or a failover that nobody told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.server.primary[tables]",)
SIGNAL = 'install -o postgres -g postgres -m 0600 /dev/null "$1/standby.signal"; systemctl restart postgresql'
RECOVERY = "SELECT pg_is_in_recovery()"
PATIENCE = 30.0


def inject(lab: Lab) -> None:
    """Lay the file down and restart, and wait until it lets clients in again."""
    node = lab.node("tables")
    node.run("sh", "-c", SIGNAL, "sh", psql(node, "SHOW data_directory").strip())
    await_answer(lambda: None if _recovers(lab) else "it is a primary", PATIENCE)


def heal(lab: Lab) -> None:
    """Promote it, which takes the file away."""
    node = lab.node("tables")
    if _recovers(lab):
        psql(node, "SELECT pg_promote()")
    await_answer(lambda: "it is in recovery" if _recovers(lab) else None, PATIENCE)


def _recovers(lab: Lab) -> bool:
    return psql(lab.node("tables"), RECOVERY).strip() == "t"
