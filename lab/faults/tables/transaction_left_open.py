"""A program changed a row and never ended its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.transactions.short[tables]",)
UNIT = "program-without-commit"
LEAVE = """
systemd-run --quiet --collect --unit="$1" sh -c '
    { echo "BEGIN; DELETE FROM bots WHERE false;"; sleep 3600; } |
        runuser -u postgres -- psql -X -q -w -d "$1"' sh "$2"
"""
STILL = "SELECT extract(epoch FROM now() - min(state_change)) FROM pg_stat_activity WHERE state = 'idle in transaction'"
PATIENCE = 30.0


def inject(lab: Lab) -> None:
    """Leave one open, and wait until it stands still for longer than is declared."""
    server = lab.env.tables.servers["tables"]
    lab.node("tables").run("sh", "-c", LEAVE, "sh", UNIT, server.database_name(lab.env))
    await_answer(lambda: None if _still(lab) > server.idle_limit else "it is young", PATIENCE)


def heal(lab: Lab) -> None:
    """End the program, and its transaction with it."""
    lab.node("tables").run("systemctl", "stop", f"{UNIT}.service", check=False)
    await_answer(lambda: None if _still(lab) == 0 else "it is still there", PATIENCE)


def _still(lab: Lab) -> float:
    return float(psql(lab.node("tables"), STILL).strip() or 0)
